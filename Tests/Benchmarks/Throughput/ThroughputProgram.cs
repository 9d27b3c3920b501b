using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary><c>throughput WHAT</c>: what the HTTP port can carry, measured from another process, beside a yardstick in the same run.</summary>
internal static class ThroughputProgram
{
    /// <summary>Runs one measurement.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["bare", var recording, var milliseconds]:
                await BareServer.RunAsync(recording, int.Parse(milliseconds, CultureInfo.InvariantCulture));
                return 0;
            case ["paced"]:
                await PacedComparison.RunAsync(streams: 256, milliseconds: 100);
                await PacedComparison.RunAsync(streams: 1_000, milliseconds: 100);
                return 0;
            case ["paced", var streams, var milliseconds]:
                await PacedComparison.RunAsync(int.Parse(streams, CultureInfo.InvariantCulture), int.Parse(milliseconds, CultureInfo.InvariantCulture));
                return 0;
            case ["unpaced"]:
                await UnpacedComparison.RunAsync();
                return 0;
            case ["mock", var folder]:
                await MockComparison.RunAsync(folder);
                return 0;
            case ["open"]:
                await OpenStreams.RunAsync();
                return 0;
            default:
                await Console.Error.WriteLineAsync("throughput is followed by paced, paced STREAMS MILLISECONDS, unpaced, open, or mock FOLDER.");
                return 2;
        }
    }
}
