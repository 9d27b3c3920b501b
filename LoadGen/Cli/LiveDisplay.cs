using System.Globalization;
using LoadGen.Live;
using Spectre.Console;

namespace LoadGen.Cli;

/// <summary>Shows on standard error how a live run goes on: a line that renews itself on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class LiveDisplay
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    private readonly TextWriter _error;
    private readonly bool _terminal;

    private LiveDisplay(TextWriter error, bool terminal) => (_error, _terminal) = (error, terminal);

    /// <summary>Awaits <paramref name="run"/> and shows its progress.</summary>
    /// <param name="name">What runs, for the line.</param>
    /// <param name="live">The run to look at.</param>
    /// <param name="run">The run to await.</param>
    /// <param name="expected">Model time that its arrivals take; null = not known.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="shows">Whether to show anything.</param>
    public static async Task<LiveResult> ShowAsync(string name, LiveRun live, Task<LiveResult> run, TimeSpan? expected, TextWriter error, bool shows)
    {
        if (shows)
        {
            bool terminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            await new LiveDisplay(error, terminal).ShowUntilAsync(name, live, run, expected).ConfigureAwait(false);
        }

        return await run.ConfigureAwait(false);
    }

    private async Task ShowUntilAsync(string name, LiveRun live, Task<LiveResult> run, TimeSpan? expected)
    {
        if (!_terminal)
        {
            while (await Task.WhenAny(run, Task.Delay(LogInterval)).ConfigureAwait(false) != run)
            {
                await _error.WriteLineAsync(Line(name, live.Progress, expected)).ConfigureAwait(false);
            }

            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) });
        await console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(Line(name, live.Progress, expected)), async status =>
        {
            while (await Task.WhenAny(run, Task.Delay(TerminalInterval)).ConfigureAwait(false) != run)
            {
                status.Status(Markup.Escape(Line(name, live.Progress, expected)));
            }
        }).ConfigureAwait(false);
    }

    private static string Line(string name, LiveProgress now, TimeSpan? expected)
    {
        double seconds = Math.Max(0, now.Elapsed.TotalSeconds);
        string of = expected is { } all ? string.Create(CultureInfo.InvariantCulture, $"/{all.TotalSeconds:F0}") : string.Empty;
        string rates = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {now.Sent / seconds:F1} sent/s, {now.Tokens / seconds:F0} tokens/s") : string.Empty;
        string success = now.Ended > 0 ? string.Create(CultureInfo.InvariantCulture, $", success {100.0 * now.Completed / now.Ended:F1} %") : string.Empty;
        string ttft = now.TtftMean is { } mean ? string.Create(CultureInfo.InvariantCulture, $", TTFT {mean.TotalMilliseconds:F0} ms") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds:F0}{of} s (model), due {now.Due}, sent {now.Sent}, in flight {now.InFlight}, ended {now.Ended}{rates}{success}{ttft}");
    }
}
