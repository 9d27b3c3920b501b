using System.Text.Json;
using static Emulator.Api.OpenAi.Bodies.OpenAiRules.SharedParameters;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What OpenAI's API takes on <c>/v1/completions</c>.</summary>
internal static class CompletionRules
{
    private static readonly ListOf s_tokens = new(new Whole(0), "integers", Least: 1);

    // A text, several, the tokens of one, or those of several.
    private static readonly OneOf s_prompt = new(
        AnyText,
        new UniformList(new ListOf(AnyText, "strings", Least: 1), s_tokens, new ListOf(s_tokens, "arrays", Least: 1)));

    private static readonly ObjectOf s_body = new(
    [
        new Parameter("model", AnyText) { IsRequired = true },
        new Parameter("prompt", s_prompt) { IsRequired = true },
        .. All,
        new Parameter("best_of", new Whole(0, 20)),
        new Parameter("echo", YesNo),
        new Parameter("logprobs", new Whole(0, 5)),
        new Parameter("max_tokens", new Whole(0)),
        new Parameter("suffix", AnyText),
    ]);

    /// <summary>Refuses what it would.</summary>
    /// <exception cref="Admission.RefusedException">It would.</exception>
    public static void Require(JsonElement body)
    {
        RequireModel(body);
        s_body.Require(body, "");
        RequireStream(body);
        long n = Number(body, "n");
        long best = Has(body, "best_of") ? Number(body, "best_of") : n;
        if (best < n)
        {
            throw OpenAiFault.Of($"You requested that the server return more choices than it will generate (HINT: you must set 'n' (currently {n}) to be at most 'best_of').", "best_of", code: null);
        }

        if (best > n && IsTrue(body, "stream"))
        {
            throw OpenAiFault.Of("Invalid value for 'best_of': results cannot be streamed when 'best_of' is greater than 'n'.", "best_of", code: null);
        }
    }

    private static long Number(JsonElement body, string name) => Has(body, name) ? body.GetProperty(name).GetInt64() : 1;
}
