using System.Diagnostics;
using System.Globalization;

namespace Emulator.Prometheus;

/// <summary>What Python's client says of its process: host's memory, processor time (wall) and files of this one. Files as Linux has them; elsewhere they are left out.</summary>
internal static class ProcessFigures
{
    private const string OpenFiles = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";

    private static readonly MetricFamily s_virtualMemory = Gauge("process_virtual_memory_bytes", "Virtual memory of the process.");
    private static readonly MetricFamily s_residentMemory = Gauge("process_resident_memory_bytes", "Resident memory of the process.");
    private static readonly MetricFamily s_start = Gauge("process_start_time_seconds", "When the process began, since 1970.");
    private static readonly MetricFamily s_processor = new("process_cpu_seconds", MetricKind.Counter, "Processor time of the process, user and system.") { Labels = [], HasCreated = false };
    private static readonly MetricFamily s_openFiles = Gauge("process_open_fds", "Open file descriptors.");
    private static readonly MetricFamily s_mostFiles = Gauge("process_max_fds", "Most file descriptors that may be open.");

    /// <summary>The metrics, in the order of Python's client.</summary>
    public static IReadOnlyList<MetricFamily> Families { get; } = [s_virtualMemory, s_residentMemory, s_start, s_processor, s_openFiles, s_mostFiles];

    /// <summary>The process as it is now.</summary>
    public static IEnumerable<Series> Read()
    {
        using Process process = Process.GetCurrentProcess();
        yield return Of(s_virtualMemory, process.VirtualMemorySize64);
        yield return Of(s_residentMemory, process.WorkingSet64);
        yield return Of(s_start, (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        yield return Of(s_processor, process.TotalProcessorTime.TotalSeconds);
        if (OperatingSystem.IsLinux())
        {
            yield return Of(s_openFiles, Directory.GetFileSystemEntries(OpenFiles).Length);
            yield return Of(s_mostFiles, MostFiles());
        }
    }

    // "Max open files            1024                 524288               files": the limit in force is the first of the two.
    private static double MostFiles()
    {
        string limit = File.ReadLines(Limits).First(line => line.StartsWith("Max open files", StringComparison.Ordinal))["Max open files".Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return limit == "unlimited" ? double.PositiveInfinity : double.Parse(limit, CultureInfo.InvariantCulture);
    }

    private static MetricFamily Gauge(string name, string help) => new(name, MetricKind.Gauge, help) { Labels = [] };

    private static Value Of(MetricFamily family, double amount) => new(family, Labels.None) { Amount = amount };
}
