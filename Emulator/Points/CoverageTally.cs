using Emulator.CostModel;
using Emulator.Hardware;

namespace Emulator.Points;

/// <summary>
/// What of a file's points nobody measured: a file may have millions, so they are counted by device, operation and dimension, and told once at
/// the end. Uncalibrated devices, on which nothing was measured, are told once each.
/// </summary>
internal sealed class CoverageTally
{
    private readonly Dictionary<(string Gpu, string Operation, string Dimension), Outside> _gaps = [];
    private readonly Dictionary<string, Gpu> _uncalibrated = [];

    /// <summary>Counts a point.</summary>
    /// <param name="id">The point's id.</param>
    /// <param name="gpu">Its device.</param>
    /// <param name="gaps">What of it was not measured.</param>
    public void Add(ReadOnlySpan<char> id, Gpu gpu, List<CoverageGap> gaps)
    {
        if (!gpu.Calibrated)
        {
            _uncalibrated.TryAdd(gpu.Name, gpu);
        }

        foreach (CoverageGap gap in gaps)
        {
            (string, string, string) key = (gpu.Name, gap.Operation, gap.Dimension);
            if (_gaps.TryGetValue(key, out Outside? outside))
            {
                outside.Rows++;
            }
            else
            {
                _gaps.Add(key, new Outside(id.ToString(), gap) { Rows = 1 });
            }
        }
    }

    /// <summary>A line for each device, operation and dimension, in the order in which they were met.</summary>
    public void Write(TextWriter error)
    {
        foreach (Gpu gpu in _uncalibrated.Values)
        {
            error.WriteLine(GpuCatalogue.Warning(gpu));
        }

        foreach (((string gpu, string operation, string dimension), Outside outside) in _gaps)
        {
            string rows = outside.Rows == 1 ? "1 row" : FormattableString.Invariant($"{outside.Rows} rows");
            error.WriteLine(dimension.Length == 0
                ? $"{gpu}, {operation}: not measured, {rows}, first {outside.FirstId}."
                : $"{gpu}, {operation}: {dimension} is outside what was measured ({outside.First.RangeText}) in {rows}, first {outside.FirstId} with {outside.First.ValueText}.");
        }
    }

    private sealed record Outside(string FirstId, CoverageGap First)
    {
        public long Rows { get; set; }
    }
}
