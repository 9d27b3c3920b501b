namespace Emulator.Calibration;

/// <summary>A way to hold rows out: each part is judged by coefficients that were fitted on all the others.</summary>
/// <param name="Name">What is held out.</param>
/// <param name="How">How, for a report.</param>
/// <param name="Parts">Which part each row belongs to.</param>
internal sealed record Split(string Name, string How, IReadOnlyList<int> Parts)
{
    /// <summary>Name of the split by shapes.</summary>
    public const string Shapes = "shapes";

    private const int Halves = 2;
    private const int ShapeParts = 4;

    /// <summary>Up to so many shapes are held out one by one.</summary>
    private const int FewShapes = 16;

    /// <summary>The splits that an operation's rows allow: those with at least two parts.</summary>
    public static IEnumerable<Split> Of(Operation operation)
    {
        Split[] all =
        [
            new("rows", "one half of the rows, drawn by a hash of their position, judged by the other", [.. Enumerable.Range(0, operation.Measured.Count).Select(row => PartOf($"row {row}", Halves))]),
            new(Shapes, "each shape judged by all others; where there are more than 16, a quarter of them, drawn by a hash of their names, by the other three", PartsOfShapes(operation.Shapes)),
            new("degrees", "one tensor-parallel degree judged by all others", Numbered(operation.Degrees)),
        ];
        return all.Where(split => split.Parts.Distinct().Count() > 1);
    }

    /// <summary>
    /// The same split within some of the rows, in at most four parts; by shapes where it leaves only one part.
    /// </summary>
    /// <param name="part">The operation with those rows.</param>
    /// <param name="rows">Their positions.</param>
    public Split Within(Operation part, int[] rows)
    {
        List<int> left = [.. rows.Select(row => Parts[row]).Distinct().Order()];
        return left.Count > 1
            ? this with { Parts = [.. rows.Select(row => left.IndexOf(Parts[row]) % ShapeParts)] }
            : this with { Name = Shapes, Parts = [.. part.Shapes.Select(shape => PartOf(shape, ShapeParts))] };
    }

    /// <summary>The rows of one part, and all others.</summary>
    public (int[] HeldOut, int[] Fitted) Rows(int part)
    {
        ILookup<bool, int> rows = Enumerable.Range(0, Parts.Count).ToLookup(row => Parts[row] == part);
        return ([.. rows[true]], [.. rows[false]]);
    }

    private static int[] PartsOfShapes(IReadOnlyList<string> shapes) =>
        shapes.Distinct().Count() <= FewShapes ? Numbered(shapes) : [.. shapes.Select(shape => PartOf(shape, ShapeParts))];

    // FNV-1a: the same on every machine and in every process, unlike string.GetHashCode.
    private static int PartOf(string key, int parts)
    {
        uint hash = 2_166_136_261;
        foreach (char c in key)
        {
            hash = (hash ^ c) * 16_777_619;
        }

        return (int)((hash ^ (hash >> 15)) % (uint)parts);
    }

    private static int[] Numbered(IReadOnlyList<string> names)
    {
        List<string> known = [.. names.Distinct().Order(StringComparer.Ordinal)];
        return [.. names.Select(name => known.IndexOf(name))];
    }
}
