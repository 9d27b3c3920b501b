namespace LoadGen.Schedule;

/// <summary>A stretch of a prompt that other prompts may share: its token i is the pair (<paramref name="Id"/>, i).</summary>
/// <param name="Id">The request whose own tokens these are, or <c>out:</c> and the request whose output they are.</param>
/// <param name="Tokens">How many, at least 1.</param>
public sealed record PrefixPart(string Id, int Tokens)
{
    /// <summary>What the id of a part that is a request's output begins with.</summary>
    public const string OutputMark = "out:";

    /// <summary>The output of the request <paramref name="requestId"/>.</summary>
    public static PrefixPart OutputOf(string requestId, int tokens) => new(OutputMark + requestId, tokens);
}
