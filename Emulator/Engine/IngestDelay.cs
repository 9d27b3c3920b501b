namespace Emulator.Engine;

/// <summary>
/// The time that a server's front end (HTTP, tokenising, hand-over) takes before a request reaches the scheduler, in model time:
/// <paramref name="PerRequest"/> + <paramref name="PerPromptToken"/> × prompt tokens. No step's cost; none by default.
/// </summary>
/// <param name="PerRequest">For every request.</param>
/// <param name="PerPromptToken">For every token of its prompt.</param>
public readonly record struct IngestDelay(TimeSpan PerRequest, TimeSpan PerPromptToken)
{
    /// <summary>The delay of a request.</summary>
    /// <param name="promptTokens">Length of its prompt.</param>
    public TimeSpan Of(int promptTokens) => PerRequest + new TimeSpan(PerPromptToken.Ticks * promptTokens);
}
