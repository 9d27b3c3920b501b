using System.Globalization;
using LoadGen.Cli;
using LoadGen.Report;

namespace Tests.Integration.LoadGen;

/// <summary>One command line of loadgen in this process: its exit code and all that it wrote.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record LoadGenRun(int Code, string Output, string Error)
{
    /// <summary>Runs it without variables.</summary>
    public static Task<LoadGenRun> Of(params string[] args) => Of(args, (_, _) => { }, default);

    /// <summary>Runs it, and shows every line to <paramref name="onLine"/> as it is written, and whether it is on standard error.</summary>
    public static async Task<LoadGenRun> Of(string[] args, Action<string, bool> onLine, CancellationToken cancellation)
    {
        using WatchedWriter output = new(line => onLine(line, false));
        using WatchedWriter error = new(line => onLine(line, true));
        int code = await LoadGenCommand.RunAsync(args, output, error, new Dictionary<string, string>(), cancellation);
        return new LoadGenRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The report that <c>--out</c> left in a folder.</summary>
    public static RunReport ReportIn(TemporaryFolder folder) => ReportJson.ReadRun(File.ReadAllText(folder.PathOf("report.json")));

    /// <summary>Its requests, a row each, by column.</summary>
    public static IReadOnlyList<Dictionary<string, string>> RequestsIn(TemporaryFolder folder)
    {
        string[] lines = File.ReadAllLines(folder.PathOf("requests.csv"));
        string[] columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    public static double Seconds(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>Text in memory whose lines somebody watches.</summary>
    private sealed class WatchedWriter(Action<string> onLine) : StringWriter(CultureInfo.InvariantCulture)
    {
        private readonly Lock _gate = new();

        public override void Write(char value)
        {
            lock (_gate)
            {
                base.Write(value);
            }
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (_gate)
            {
                base.Write(buffer, index, count);
            }
        }

        public override void Write(string? value)
        {
            lock (_gate)
            {
                base.Write(value);
            }

            onLine(value ?? "");
        }

        public override void WriteLine(string? value)
        {
            lock (_gate)
            {
                base.WriteLine(value);
            }

            onLine(value ?? "");
        }

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }
    }
}
