namespace Emulator.Api.OpenAi;

/// <summary>Which details of usage stand as null where they are not told: vLLM leaves out of a chunk what it has not set itself.</summary>
internal enum AbsentDetails
{
    /// <summary>Neither, as at the end of a stream.</summary>
    None,

    /// <summary>Those of answers, as with each chunk of a chat.</summary>
    OfCompletion,

    /// <summary>Those of prompts too, as in whole answers.</summary>
    Both,
}
