using System.Text.RegularExpressions;

namespace Emulator.Explanation;

/// <summary>A variable and the values that it runs through.</summary>
/// <param name="Variable">What changes.</param>
/// <param name="Values">Its values, ascending; the last one asked for is always among them.</param>
/// <param name="IsGeometric">Whether each is a multiple of the one before.</param>
public sealed partial record Sweep(SweepVariable Variable, IReadOnlyList<int> Values, bool IsGeometric)
{
    private const int MostPoints = 100_000;

    // What stands for a group of sequences that is swept but was not described: one, with a middling context.
    private static readonly DecodeGroup s_oneDecode = new(1, 1_024);
    private static readonly PrefillGroup s_onePrefill = new(1, 1_024, 0, Finishes: true);

    private static readonly (string Name, SweepVariable Variable)[] s_variables =
    [
        ("batch", SweepVariable.Batch), ("context", SweepVariable.Context), ("prefill", SweepVariable.Prefill), ("tp", SweepVariable.TensorParallelSize),
    ];

    /// <summary>The variable's name, as the option has it.</summary>
    public string Name => Array.Find(s_variables, pair => pair.Variable == Variable).Name;

    /// <summary>Reads <c>batch=1..512</c> (each point twice the one before), <c>batch=1..512:4x</c> or <c>prefill=16..2048:16</c>.</summary>
    /// <exception cref="InvalidConfigurationException">It is no such thing.</exception>
    public static Sweep Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] sides = text.Split('=', 2);
        (string? name, SweepVariable variable) = Array.Find(s_variables, pair => pair.Name == sides[0].Trim());
        if (name is null)
        {
            throw new InvalidConfigurationException($"--sweep names '{sides[0]}'{NearestName.HintOrAllowed(sides[0], [.. s_variables.Select(pair => pair.Name)])}");
        }

        if (Range().Match(sides.Length == 2 ? sides[1].Trim() : "") is not { Success: true } range
            || !GroupNumber.TryParse(range.Groups["first"].Value, 1, out int first)
            || !GroupNumber.TryParse(range.Groups["last"].Value, first, out int last)
            || !GroupNumber.TryParse(range.Groups["by"] is { Success: true } given ? given.Value : "2", range.Groups["step"].Success ? 1 : 2, out int by))
        {
            throw new InvalidConfigurationException(
                $"--sweep is '{text}'; allowed are {name}=FIRST..LAST (each point twice the one before), {name}=FIRST..LAST:4x and, in even steps, {name}=FIRST..LAST:16.");
        }

        bool isGeometric = !range.Groups["step"].Success;
        List<int> values = [];
        for (long value = first; value < last; value = isGeometric ? value * by : value + by)
        {
            values.Add((int)value);
            if (values.Count == MostPoints)
            {
                throw new InvalidConfigurationException($"--sweep is '{text}', which is more than {MostPoints} points; allowed is a larger step.");
            }
        }

        return new Sweep(variable, [.. values, last], isGeometric);
    }

    /// <summary>The step at one point.</summary>
    /// <exception cref="InvalidConfigurationException">The variable is that of a group, and there are several.</exception>
    public StepShape At(int value, StepShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Variable switch
        {
            SweepVariable.Batch => shape with { Decodes = [Only(shape.Decodes, s_oneDecode, "--decode") with { Sequences = value }] },
            SweepVariable.Context => shape with { Decodes = [Only(shape.Decodes, s_oneDecode, "--decode") with { Context = value }] },
            SweepVariable.Prefill => shape with { Prefills = [Only(shape.Prefills, s_onePrefill, "--prefill") with { NewTokens = value }] },
            _ => shape,
        };
    }

    private T Only<T>(IReadOnlyList<T> groups, T standIn, string option) => groups.Count switch
    {
        0 => standIn,
        1 => groups[0],
        int count => throw new InvalidConfigurationException($"{option} is given {count} times, but --sweep {Name} changes one group; allowed is one {option}."),
    };

    // 1..512, 1..512:4x, 16..2048:16
    [GeneratedRegex("^(?<first>[^.:]+)\\.\\.(?<last>[^.:]+)(:((?<by>[^x]+)x|(?<step>(?<by>[^x]+))))?$")]
    private static partial Regex Range();
}
