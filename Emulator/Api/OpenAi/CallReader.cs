using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.OpenAiRules;
using Emulator.Content;
using Emulator.KvCache;

namespace Emulator.Api.OpenAi;

/// <summary>From the parts of a body that chat and text requests share to requests.</summary>
/// <param name="reception">Where they arrive.</param>
/// <param name="headers">The headers that came with the body.</param>
internal sealed class CallReader(Reception reception, IHeaderDictionary headers)
{
    /// <summary>Looks at what needs no prompt: a request that is refused for it costs no tokenizing.</summary>
    /// <exception cref="Admission.RefusedException">It is malformed, or for another model.</exception>
    public void Check(GenerationBody body, BigInteger? maxTokens)
    {
        reception.CheckModel(body.Model);
        if (!reception.Behaviour.HasOpenAiRequests)
        {
            PromptCut.NeedRoom(body, maxTokens, reception);
            if (body.UseBeamSearch == true)
            {
                SamplingCheck.CheckBeams(body, reception.MostLogprobs);
            }
            else
            {
                SamplingCheck.Check(body, maxTokens);
            }

            ExtensionCheck.Check(body);
            VocabularyCheck.Check(body, reception);
        }
        else
        {
            BiasRules.Require(body.LogitBias, reception.VocabularySize);
        }
    }

    /// <summary>Looks at whether there is room for <c>n</c> answers to each prompt, before a prompt is tokenized.</summary>
    /// <exception cref="Admission.RefusedException">There is not.</exception>
    public void RequireRoom(GenerationBody body, int prompts) => reception.RequireRoom(prompts * (long)Each(body));

    /// <summary>How the answer is written, as far as both kinds of requests have it in common.</summary>
    public ReplyShape ShapeOf(GenerationBody body, bool isChat)
    {
        bool isForced = reception.Setup.Options.EnableForceIncludeUsage;
        bool includes = isForced || body.StreamOptions?.IncludeUsage == true;
        return new ReplyShape
        {
            IsChat = isChat,
            HasVllmFields = !reception.Behaviour.HasOpenAiReplies,
            Fingerprint = reception.Fingerprint,
            Streams = body.Stream == true,
            IncludesUsage = includes,
            HasContinuousUsage = isForced || (includes && body.StreamOptions?.ContinuousUsageStats == true),
            HasTokenIds = body.ReturnTokenIds == true,
            NamesTokensBy = body.ReturnTokensAsTokenIds == true ? reception.Tokenizer : null,
        };
    }

    /// <summary>The requests of a body: <c>n</c> for each prompt.</summary>
    /// <param name="body">The body.</param>
    /// <param name="maxTokens">Most tokens of each answer; null = as many as there is room for.</param>
    /// <param name="prompts">Its prompts, each with what was said last.</param>
    /// <param name="text">What the answers read; null = what the server makes up.</param>
    /// <exception cref="Admission.RefusedException">Something is malformed.</exception>
    public IReadOnlyList<GenerationRequest> Requests(GenerationBody body, BigInteger? maxTokens, IReadOnlyList<(Func<string, TokenSequence> Tokens, string Said)> prompts, string? text)
    {
        int each = Each(body);
        ReplyOrder order = new()
        {
            Text = text,
            OutputTokens = FieldCheck.Tokens("synthetic.output_tokens", body.Synthetic?.OutputTokens),
            IgnoreEos = body.IgnoreEos ?? false,
            MinTokens = LaxNumbers.ClampInt(body.MinTokens ?? 0),
            Stop = StopsOf(body.Stop),
            StopTokenIds = [.. (body.StopTokenIds ?? []).Select(token => (int)token)],
            IncludesStop = body.IncludeStopStrInOutput ?? false,
        };
        ReplyOrder OrderOf(string said) => reception.Control.Apply(order with { Said = said }, name => headers[name], body.Model);

        GenerationRequest first = new()
        {
            Id = FieldCheck.Name("X-Request-Id", headers["X-Request-Id"], reception.LongestId) ?? FieldCheck.Name("request_id", body.RequestId, reception.LongestId),
            SharesId = true,
            Prompt = prompts[0].Tokens,
            MaxTokens = FieldCheck.Tokens("max_tokens", maxTokens),
            Seed = (ulong?)body.Seed,
            Timeout = FieldCheck.Timeout("timeout", body.Timeout) ?? FieldCheck.Timeout("X-Request-Timeout", TimeoutOf()),
            Priority = PriorityOf(body),
            Tenant = TenantOf(body.User ?? ""),
            CacheSalt = SaltOf(body.CacheSalt),
            StreamInterval = LaxNumbers.ClampInt(body.StreamInterval ?? 1),

            // The probabilities of cached tokens would not be computed.
            BypassesPrefixCache = LogprobsCheck.OfPrompt(body, reception) is not null,
        };
        return
        [
            .. prompts.SelectMany((prompt, index) => Enumerable.Repeat(first with { Prompt = prompt.Tokens, PromptIndex = index, Reply = OrderOf(prompt.Said) }, each)),
        ];
    }

    // Candidates of which fewer are told are generated too.
    private int Each(GenerationBody body) =>
        (int)BigInteger.Max(body.N ?? 1, reception.Behaviour.HasOpenAiRequests && body is CompletionBody { BestOf: { ValueKind: JsonValueKind.Number } candidates } ? (int)candidates.GetDouble() : 1);

    /// <summary>A prompt by its size.</summary>
    public static (Func<string, TokenSequence> Tokens, string Said) SyntheticPrompt(SyntheticBody body)
    {
        FieldCheck.Tokens("synthetic.tokens", body.Tokens);
        SyntheticRequest synthetic = new(body.Tokens, [.. (body.Prefix ?? []).Select(part => (part.Id ?? "", part.Tokens))], body.OutputTokens);
        return (synthetic.PromptOf, "");
    }

    private static string[] StopsOf(JsonElement stop)
    {
        string[] stops = stop.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            JsonValueKind.String => [stop.GetString()!],
            JsonValueKind.Array => [.. stop.EnumerateArray().Select(text => text.GetString()!)],
            _ => throw new InvalidOperationException("The body's shape was checked."),
        };
        SamplingCheck.Need(!stops.Contains(""), null, $"stop cannot contain an empty string.");
        return stops;
    }

    private static string? SaltOf(string? salt)
    {
        SamplingCheck.Need(salt != "", "cache_salt", $"Parameter 'cache_salt' must be a non-empty string if provided.");
        SamplingCheck.Need(
            salt is null || (salt.Length <= FieldCheck.LongestName && salt.IndexOfAny(['@', '/', '\\', '\0']) < 0),
            "cache_salt",
            $"Parameter 'cache_salt' must be at most {FieldCheck.LongestName} characters and must not contain '@', '/', '\\', or NUL.");
        return salt;
    }

    // vLLM takes a user of any length and forgets it; here it is kept for as long as it waits, and a long one by its hash.
    private static string TenantOf(string user) => user.Length <= FieldCheck.LongestName ? user : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)));

    // As vLLM has it: the header wins if it is a number, and a priority without the policy for it is an error.
    private int PriorityOf(GenerationBody body)
    {
        long priority = long.TryParse(headers["X-Vllm-Priority"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long given) ? given : body.Priority ?? 0;
        SamplingCheck.Need(
            priority == 0 || reception.Setup.Options.SchedulingPolicy != "fcfs", null, $"Got priority {priority} but Priority scheduling is not enabled.");
        return (int)Math.Clamp(priority, int.MinValue, int.MaxValue);
    }

    private double? TimeoutOf()
    {
        string text = headers["X-Request-Timeout"].ToString();
        return text.Length == 0 ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds
            : throw ErrorTable.Invalid("X-Request-Timeout", $"X-Request-Timeout is '{text}'; allowed are seconds above 0.");
    }
}
