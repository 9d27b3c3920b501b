namespace Emulator.Configuration.Behaviour;

/// <summary>Which server this one passes for, wherever they differ.</summary>
public enum BehaveAs
{
    /// <summary>vLLM's own servers.</summary>
    Vllm,

    /// <summary>OpenAI's API.</summary>
    OpenAi,

    /// <summary>OpenAI's forms, and whatever is doubtful is refused.</summary>
    Strict,
}
