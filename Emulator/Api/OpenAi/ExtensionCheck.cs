using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi;

/// <summary>Whether vLLM's own fields are what it allows (<c>vllm/sampling_params.py</c>, <c>vllm/entrypoints/openai/*/protocol.py</c>), in its words.</summary>
internal static class ExtensionCheck
{
    /// <summary>Looks at those that both kinds of requests have.</summary>
    /// <exception cref="Admission.RefusedException">Something is not allowed.</exception>
    public static void Check(GenerationBody body)
    {
        SamplingCheck.Need(
            body.BadWords is null || !body.BadWords.Contains(""),
            null,
            $"bad_words cannot contain an empty string. Got bad_words=[{string.Join(", ", (body.BadWords ?? []).Select(PythonText.Of))}]");
    }
}
