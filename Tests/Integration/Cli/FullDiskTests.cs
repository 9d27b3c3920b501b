using System.Diagnostics;
using Emulator.Cli;
using LoadGen.Cli;

namespace Tests.Integration.Cli;

/// <summary>Both programs with their standard output on a device that is always full.</summary>
public sealed class FullDiskTests
{
    private const string Full = "/dev/full";

    public static TheoryData<string, string> Programs() => new()
    {
        { typeof(ExitCode).Assembly.Location, "presets list" },
        { typeof(LoadGenCommand).Assembly.Location, "scheduler study" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Standard_output_that_cannot_be_written_is_a_sentence_and_exit_code_4(string program, string line)
    {
        Assert.SkipUnless(File.Exists(Full), $"there is no {Full} here");
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet \"$0\" {line} > {Full}", program]) { RedirectStandardError = true })!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(ExitCode.OutputFailed, process.ExitCode);
        Assert.StartsWith("standard output cannot be written: ", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
