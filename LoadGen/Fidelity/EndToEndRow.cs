namespace LoadGen.Fidelity;

/// <summary>One row of a file of published end-to-end measurements: its text as it stands, and what could be understood of it.</summary>
public sealed record EndToEndRow
{
    /// <summary>The file's name and the line, as messages name it.</summary>
    public required string Place { get; init; }

    /// <summary>The fields by column; columns that the file lacks are empty.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>What was measured; null where <see cref="Problem"/> says why.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>Of which the value is given; null where <see cref="Problem"/> says why.</summary>
    public EndToEndMetric? Metric { get; init; }

    /// <summary>The published value, in the metric's unit; null where <see cref="Problem"/> says why.</summary>
    public double? Measured { get; init; }

    /// <summary>What had to be assumed to read it, a clause each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Why it cannot be simulated; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The field of a column; empty where there is none.</summary>
    public string Field(string column) => Fields.GetValueOrDefault(column, "");
}
