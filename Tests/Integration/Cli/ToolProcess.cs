using System.Diagnostics;
using Emulator.Cli;
using LoadGen.Cli;

namespace Tests.Integration.Cli;

/// <summary>One of the built programs in a process of its own.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ToolProcess(string program, string[] arguments)
    {
        // Whoever runs the tests in the background may ignore SIGINT, which a child would inherit; on Linux it is given back to it.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet", program, .. arguments] : ["dotnet", program, .. arguments];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    public static ToolProcess Emulator(params string[] arguments) => new(typeof(ExitCode).Assembly.Location, arguments);

    public static ToolProcess LoadGen(params string[] arguments) => new(typeof(LoadGenCommand).Assembly.Location, arguments);

    /// <summary>Kills it, as a crash would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Reads standard output up to the line that begins with <paramref name="word"/>.</summary>
    public async Task<string> LineAsync(string word)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return line[word.Length..].Trim();
            }
        }

        throw new InvalidOperationException($"no line begins with '{word}'; standard error has: {await _error}");
    }

    /// <summary>Reads standard output to its end.</summary>
    public Task<string> RestAsync() => _process.StandardOutput.ReadToEndAsync();

    /// <summary>Sends SIGTERM or SIGINT.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
