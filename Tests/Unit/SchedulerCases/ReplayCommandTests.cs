using Emulator.Cli;
using Tests.Unit.Cli;

namespace Tests.Unit.SchedulerCases;

/// <summary>What <c>scheduler replay</c> prints, and its exit code.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Files_and_folders_are_counted_together()
    {
        string file = _folder.Write("a.json", SmallCase.Text);
        _folder.Write("b.json", SmallCase.Text);
        _folder.Write("c.txt", "no case");

        Assert.Equal((ExitCode.Done, "3 passed, 0 failed\n", ""), await EmulatorRun.Of("scheduler", "replay", file, _folder.PathOf(".")));
    }

    [Fact]
    public async Task Each_difference_is_a_line_and_the_exit_code_is_1()
    {
        string file = _folder.Write("a.json", SmallCase.With("steps.0.free", "[7,8]"));

        Assert.Equal(
            (ExitCode.ThresholdFailed, "small\t0\tfree\t[7,8]\t[7,7]\n0 passed, 1 failed\n", "small: stopped at step 0; 2 later steps were not compared.\n"),
            await EmulatorRun.Of("scheduler", "replay", file));
    }

    [Fact]
    public async Task A_file_that_is_no_case_is_named_and_the_others_run()
    {
        string wrong = _folder.Write("a.json", SmallCase.With("config.block_size", "0"));
        _folder.Write("b.json", SmallCase.Text);

        Assert.Equal(
            (ExitCode.BadUsage, "1 passed, 1 failed\n", $"{wrong}: config: block_size is 0; allowed are whole numbers from 1 to 2147483647.\n"),
            await EmulatorRun.Of("scheduler", "replay", _folder.PathOf("")));
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_and_a_folder_without_cases_are_exit_code_2()
    {
        Assert.Equal((ExitCode.BadUsage, "", "PATH is 'nowhere', where there is neither a file nor a folder.\n"), await EmulatorRun.Of("scheduler", "replay", "nowhere"));
        string empty = _folder.PathOf("");
        Assert.Equal((ExitCode.BadUsage, "", $"PATH is '{empty}', a folder without case files; allowed are folders with *.json.\n"), await EmulatorRun.Of("scheduler", "replay", empty));
    }

    public void Dispose() => _folder.Dispose();
}
