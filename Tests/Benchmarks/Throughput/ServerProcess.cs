using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>A server in a process of its own, and what it takes of the machine.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Processor time so far, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a program of ours and waits until it says where it listens, in a line that begins with <c>http</c>.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ServerProcess> StartAsync(string assembly, string arguments)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", $"exec \"{assembly}\" {arguments}") { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("http ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServerProcess(process, new Uri(line[5..].Trim()));
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(assembly)} {arguments} ended with {process.ExitCode}"));
    }

    /// <summary>Starts a program that is not ours, and waits until its port is open.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="address">Where it will listen.</param>
    public static async Task<ServerProcess> StartForeignAsync(string file, string arguments, Uri address)
    {
        Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        for (int i = 0; i < 200; i++)
        {
            try
            {
                using System.Net.Sockets.TcpClient probe = new(address.Host, address.Port);
                return new ServerProcess(process, address);
            }
            catch (System.Net.Sockets.SocketException) when (!process.HasExited)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"{file} {arguments} does not listen on {address}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
