using System.Globalization;

namespace LoadGen.Live;

/// <summary>How busy the whole machine was between two looks; on Linux, from <c>/proc/stat</c>.</summary>
internal sealed class HostCpu
{
    private readonly (long Busy, long All)? _began = Read();

    /// <summary>Mean share of all cores in use since this was made, 0..1; null where the system does not say.</summary>
    public double? Share() => _began is { } began && Read() is { } now && now.All > began.All
        ? Math.Clamp((double)(now.Busy - began.Busy) / (now.All - began.All), 0, 1)
        : null;

    private static (long Busy, long All)? Read()
    {
        const string source = "/proc/stat";
        if (!OperatingSystem.IsLinux() || !File.Exists(source))
        {
            return null;
        }

        // cpu user nice system idle iowait irq softirq steal ...: what is neither idle nor waiting for a disk is busy.
        long[] ticks = [.. File.ReadLines(source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        long all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }
}
