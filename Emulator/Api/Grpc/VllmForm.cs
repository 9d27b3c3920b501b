using Emulator.Admission;
using Emulator.Api.OpenAi;
using Emulator.Content.Schemas;
using Emulator.Engine;
using Emulator.Numerics;
using Vllm;
using Form = Vllm.DecodingParameters.StructuredOutputOneofCase;

namespace Emulator.Api.Grpc;

/// <summary>Answers whose form a request of vLLM's service prescribes; they are made as those of the HTTP port.</summary>
internal static class VllmForm
{
    private const string Field = "decoding.structured_output";

    private static readonly Refusal s_notServed = new(
        Outcome.Invalid, RefusalCode.NotImplemented, $"{Field} is a grammar or a structural tag, which are not emulated; allowed are json, regex, choice and json_object.")
    { Field = Field };

    /// <summary>A text of the form that a request asks for; null = any. The same for the same seed and length of prompt.</summary>
    /// <exception cref="RefusedException">There is no such form, or it is not served here.</exception>
    public static string? TextFor(GenerateRequest message, int promptTokens)
    {
        DecodingParameters decoding = message.Decoding ?? new DecodingParameters();
        ulong seed = (ulong)(message.Sampling?.Seed ?? 0) ^ SplitMix64.Mix((ulong)promptTokens);
        return decoding.StructuredOutputCase switch
        {
            Form.None => null,
            Form.JsonObject => decoding.JsonObject ? SchemaSample.Any(seed) : null,
            Form.Json => ReplyFormat.OfSchemaText(decoding.Json, seed, problem => ErrorTable.Invalid("decoding.json", $"invalid json schema: {problem}")),
            Form.Regex => ReplyFormat.OfRegex(decoding.Regex, seed),
            Form.Choice => ReplyFormat.OfChoice(decoding.Choice.Choices, seed),
            _ => throw new RefusedException(s_notServed),
        };
    }
}
