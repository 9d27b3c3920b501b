using System.ComponentModel;
using System.Diagnostics;

namespace Tests.Integration.Clients;

/// <summary>A program that is not ours, run to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>What it left.</summary>
    public readonly record struct Result(int ExitCode, string Output, string Error);

    /// <summary>Whether the machine has it.</summary>
    public static bool Exists(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs it.</summary>
    public static async Task<Result> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new Result(process.ExitCode, await output, await error);
    }
}
