using Emulator;

namespace LoadGen.Trace;

/// <summary>The steps that are recorded: so many from a step or from a moment on.</summary>
public sealed record StepRange
{
    /// <summary>Most steps that a trace holds. One of 256 sequences takes about 10 KB of memory.</summary>
    public const int MostSteps = 50_000;

    /// <summary>The first step, counted from 0; that of the run unless <see cref="At"/> says otherwise.</summary>
    public long From { get; init; }

    /// <summary>No step that begins before this is recorded, model time; null = <see cref="From"/> alone decides.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>Steps to record, fewer if the run ends before.</summary>
    public int Steps { get; init; } = 1_000;

    /// <summary>All violations, each a sentence that names the option, its value and what is allowed.</summary>
    public IEnumerable<string> Problems()
    {
        if (From < 0)
        {
            yield return FormattableString.Invariant($"--from is {From}; allowed are whole numbers of 0 and more.");
        }

        if (From > 0 && At is not null)
        {
            yield return "--from and --at are both given; allowed is one of them.";
        }

        if (Steps is < 1 or > MostSteps)
        {
            yield return FormattableString.Invariant($"--steps is {Steps}; allowed are whole numbers from 1 to {MostSteps}.");
        }
    }

    /// <summary>Whether a step is at or behind the beginning of the range.</summary>
    internal bool HasBegun(long step, TimeSpan start) => step >= From && (At is not { } at || start >= at);

    /// <summary>What is wrong with a range that a run ended before.</summary>
    /// <param name="steps">Steps of the run.</param>
    /// <param name="lastStart">When the last of them began.</param>
    internal InvalidConfigurationException Missed(long steps, TimeSpan lastStart) => new(At is { } at
        ? FormattableString.Invariant($"--at is {at.TotalSeconds} s, but the run's last step begins at {lastStart.TotalSeconds:0.####} s; allowed are times up to that.")
        : FormattableString.Invariant($"--from is {From}, but the run has {steps} steps; allowed are 0 to {steps - 1}."));
}
