using Emulator.KvCache;

namespace Tests.Unit.Scheduling.Traffic;

/// <summary>A part of a prompt as case files write it.</summary>
/// <param name="Count">Tokens in it.</param>
/// <param name="Seed">Equal seeds share their tokens, different ones none; −1 for tokens by their values, from <paramref name="From"/> on.</param>
/// <param name="From">The first of the seed's tokens.</param>
/// <param name="OutputOf">Instead: the first output tokens of this earlier request.</param>
internal sealed record PromptPart(int Count, int Seed, int From = 0, string? OutputOf = null)
{
    /// <summary>Tokens by their values.</summary>
    public static PromptPart Of(TokenRun run) => new(run.Count, -1, (int)run.First);
}
