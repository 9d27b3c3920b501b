using System.Text.Json;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi.Bodies.VllmRules;

/// <summary>What vLLM looks at in the bodies of chats and of texts before pydantic looks at any field.</summary>
internal static class SharedBefore
{
    private static readonly string[] s_constraints = ["json", "regex", "choice"];

    /// <summary>Usage in a stream, and no stream.</summary>
    /// <exception cref="Admission.RefusedException">So it is.</exception>
    public static void CheckStreamOptions(JsonElement body) =>
        SamplingCheck.Need(!body.Holds("stream_options") || body.Holds("stream"), "stream_options", $"Stream options can only be defined when `stream=True`.");

    /// <summary>Tokens whose probabilities are wanted, and none are told.</summary>
    /// <param name="body">The body.</param>
    /// <param name="hasLogprobs">Whether some are.</param>
    /// <param name="without">What is to be set.</param>
    /// <exception cref="Admission.RefusedException">So it is.</exception>
    public static void CheckLogprobTokens(JsonElement body, bool hasLogprobs, string without)
    {
        const string field = "logprob_token_ids";
        SamplingCheck.Need(!body.Holds(field) || !body.Holds("use_beam_search"), field, $"`logprob_token_ids` is not supported with beam search.");
        SamplingCheck.Need(!body.Holds(field) || hasLogprobs, field, $"when using `logprob_token_ids`, {without}.");
    }

    /// <summary>Fields that are compared with numbers, and are none; then the probabilities of prompts' tokens.</summary>
    /// <param name="body">The body.</param>
    /// <param name="other">The other such field.</param>
    /// <exception cref="Admission.RefusedException">So it is, or there are fewer than none of them.</exception>
    public static void CheckNumbers(JsonElement body, string other)
    {
        const string field = "prompt_logprobs";
        foreach (string name in (string[])[field, other])
        {
            JsonElement value = body.Given(name);
            SamplingCheck.Need(!value.IsGiven() || value.Number() is not null, name, $"`{name}` must be an integer.", value.IsGiven() ? PythonText.Shown(value) : null);
        }

        double? prompt = body.Given(field).Number();
        SamplingCheck.Need(!(prompt is > 0 or -1) || !body.Holds("stream"), field, $"`prompt_logprobs` are not available when `stream=True`.");
        CheckNotNegative(body, field);
    }

    /// <summary>A number of probabilities that is less than none; -1 stands for all.</summary>
    /// <exception cref="Admission.RefusedException">So it is.</exception>
    public static void CheckNotNegative(JsonElement body, string name)
    {
        JsonElement value = body.Given(name);
        SamplingCheck.Need(!(value.Number() is < 0 and not -1), name, $"`{name}` must be a positive value or -1.", value.IsGiven() ? PythonText.Shown(value) : null);
    }

    /// <summary>Forms in vLLM's terms: one at a time.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mayConstrain">Whether the answer may have a form at all.</param>
    /// <param name="parameter">How the field is named in the refusal; null = it is not.</param>
    /// <exception cref="Admission.RefusedException">There are several, or one and it may not.</exception>
    public static void CheckStructuredOutputs(JsonElement body, bool mayConstrain, string? parameter)
    {
        const string field = "structured_outputs";
        JsonElement outputs = body.Given(field);
        if (outputs.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        int count = s_constraints.Count(name => outputs.Given(name).IsGiven());
        SamplingCheck.Need(count <= 1, parameter, $"You can only use one kind of constraints for structured outputs ('json', 'regex' or 'choice').");
        SamplingCheck.Need(count == 0 || mayConstrain, null, $"You can only either use constraints for structured outputs or tools, not both.");
        SamplingCheck.Need(!outputs.Given("structural_tag").Is(""), field, $"Invalid structured_outputs structural_tag specification.");
    }

    /// <summary>Forms in OpenAI's terms: a schema must be there where one is announced, and a tag must be one.</summary>
    /// <exception cref="Admission.RefusedException">It is not.</exception>
    public static void CheckResponseFormat(JsonElement body)
    {
        const string field = "response_format";
        JsonElement format = body.Given(field);
        if (format.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        JsonElement type = format.Given("type");
        SamplingCheck.Need(
            !type.Is("json_schema") || format.Given("json_schema").IsGiven(), field, $"When response_format type is 'json_schema', the 'json_schema' field must be provided.");
        if (type.Is("structural_tag"))
        {
            FaultList faults = new();
            VllmModels.StructuralTag.Check(format, faults);
            SamplingCheck.Need(faults.Count == 0, field, $"Invalid response_format structural_tag specification.");
        }
    }
}
