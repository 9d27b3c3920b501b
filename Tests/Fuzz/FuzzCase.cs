using System.Diagnostics;
using System.Globalization;
using Emulator.Numerics;
using Tests.Fuzz.Mutation;
using Tests.Simulation;

namespace Tests.Fuzz;

/// <summary>One input: target, seed and number make it, so that the three repeat it.</summary>
/// <param name="Target">Who reads it.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Number">Which input of the run, from 0.</param>
internal sealed record FuzzCase(FuzzTarget Target, ulong Seed, long Number)
{
    // Names of types in a sentence for users are a parser's internals.
    private static readonly string[] s_internals = ["System.", "Exception", "Object reference", "Nullable"];

    /// <summary>The command that repeats it and prints its input.</summary>
    public string Command => string.Create(CultureInfo.InvariantCulture, $"dotnet run -c Release --project Tests/Fuzz -- --target {Target.Name} --seed {Seed} --case {Number}");

    /// <summary>The input.</summary>
    public byte[] Input() => Mutator.Of(Target, new Draw(SplitMix64.Mix(Seed) ^ SplitMix64.Mix((ulong)Number + 1)));

    /// <summary>Lets the target read it.</summary>
    public FuzzVerdict Run()
    {
        byte[] input = Input();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        string? refusal = null;
        string? violation = null;
        try
        {
            refusal = Target.Read(input);
        }
        catch (Exception bug)
        {
            // Every exception is what is looked for here; it becomes the case's finding.
            violation = bug.ToString();
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        violation ??= ProblemOf(refusal)
            ?? (allocated > Target.MostBytes ? string.Create(CultureInfo.InvariantCulture, $"{input.Length} bytes took {allocated >> 20} MiB to read; allowed are {Target.MostBytes >> 20} MiB.") : null);
        return new FuzzVerdict(this, refusal, violation, elapsed, allocated);
    }

    /// <summary>What is wrong with a refusal: it goes to a user, perhaps to a terminal.</summary>
    private static string? ProblemOf(string? refusal) => refusal switch
    {
        null => null,
        _ when string.IsNullOrWhiteSpace(refusal) => "It was refused without a word.",
        _ when Array.Find(s_internals, word => refusal.Contains(word, StringComparison.Ordinal)) is { } word => $"The refusal names what is inside ({word}): {refusal}",
        _ when refusal.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) => $"The refusal has control characters: {refusal}",
        _ => null,
    };
}
