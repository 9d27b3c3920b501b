using System.Globalization;
using System.Numerics;
using Emulator.Admission;
using Emulator.Api.OpenAi.Bodies;
using Telemetry.Names;

namespace Emulator.Api;

/// <summary>
/// Refuses texts of which the length alone says that they have more tokens than the context, before any work goes into their tokens (<c>vllm/renderers/params.py</c>,
/// <c>_text_len_check</c>): no token stands for more characters than <see cref="Content.PromptTokenizer.MaxCharactersPerToken"/>.
/// </summary>
internal static class TextBound
{
    /// <summary>Looks at a prompt that came over HTTP, unless it is going to be cut anyway.</summary>
    /// <param name="body">The body.</param>
    /// <param name="texts">What the prompt is made of.</param>
    /// <param name="maxTokens">Most tokens of the answer; null = the body does not say.</param>
    /// <param name="reception">Where it arrives.</param>
    /// <exception cref="RefusedException">It is too long.</exception>
    public static void Need(GenerationBody body, IReadOnlyCollection<string> texts, BigInteger? maxTokens, Reception reception)
    {
        if (body.TruncatePromptTokens is not null)
        {
            return;
        }

        // OpenAI's API tells tokens, so that it has to count them wherever that can be done.
        int context = reception.Setup.Blueprint.MaxModelLength;
        BigInteger output = reception.Behaviour.HasOpenAiRequests ? 0 : maxTokens ?? 0;

        // No answer is longer than the context; one of fewer than no tokens, which a search among beams may ask for, leaves more room than there is, as in vLLM.
        BigInteger room = context - output;
        BigInteger most = room * reception.Tokenizer.MaxCharactersPerToken;
        if (CharactersAbove(LaxNumbers.Clamp(most), texts) is not { } characters)
        {
            return;
        }

        Refusal refusal = TooLong(characters, maxTokens, body is ChatBody ? Operations.Chat : Operations.TextCompletion, reception);
        throw new RefusedException(refusal with
        {
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"This model's maximum context length is {context} tokens. However, you requested {output} output tokens and your prompt contains {characters} characters (more than {most} characters, which is the upper bound for {room} input tokens). Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_text, value={characters})"),
            Field = "input_text",
        });
    }

    /// <summary>Looks at a prompt of our own gRPC service.</summary>
    /// <param name="texts">What the prompt is made of.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="reception">Where it arrives.</param>
    /// <exception cref="RefusedException">It is too long.</exception>
    public static void Need(IReadOnlyCollection<string> texts, string operation, Reception reception)
    {
        if (CharactersAbove(reception.Setup.Blueprint.MaxModelLength * (long)reception.Tokenizer.MaxCharactersPerToken, texts) is { } characters)
        {
            throw new RefusedException(TooLong(characters, maxTokens: null, operation, reception));
        }
    }

    /// <summary>Fewest tokens that a text may have.</summary>
    public static int FewestTokens(long characters, Reception reception)
    {
        int each = reception.Tokenizer.MaxCharactersPerToken;
        return (int)Math.Min(int.MaxValue, (characters + each - 1) / each);
    }

    /// <summary>Characters of texts, a pair of surrogates being one; null where they are no more than so many.</summary>
    public static long? CharactersAbove(long most, IReadOnlyCollection<string> texts)
    {
        if (texts.Sum(text => (long)text.Length) <= most)
        {
            return null;
        }

        long characters = texts.Sum(text => text.EnumerateRunes().LongCount());
        return characters > most ? characters : null;
    }

    private static Refusal TooLong(long characters, BigInteger? maxTokens, string operation, Reception reception) =>
        reception.Gate.CheckLength(FewestTokens(characters, reception), maxTokens, operation) ?? throw new InvalidOperationException("The text has more tokens than the context.");
}
