using System.Text.Json.Nodes;
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

    [Theory]
    [InlineData("--hlep", "--hlep is not an option of emulator scheduler replay; did you mean --help?")]
    [InlineData("--format=json", "--format is not an option of emulator scheduler replay.")]
    public async Task An_option_that_there_is_not_is_no_path(string option, string sentence)
    {
        string file = _folder.Write("a.json", SmallCase.Text);

        Assert.Equal((ExitCode.BadUsage, "", $"{sentence}\nTry 'emulator scheduler replay --help'.\n"), await EmulatorRun.Of("scheduler", "replay", option, file));
    }

    [Theory]
    [InlineData("check_block", "check_blocks", "true")]
    [InlineData("max_step", "max_steps", "3")]
    public async Task A_key_that_is_nearly_another_is_told_and_one_that_is_a_note_is_not(string key, string meant, string value)
    {
        JsonObject root = JsonNode.Parse(SmallCase.Text)!.AsObject();
        root.Remove(meant);
        root[key] = JsonNode.Parse(value);
        root["recorded_by"] = "me";
        root["namely"] = "a name is there already";
        if (meant == "check_blocks")
        {
            root["steps"]!.AsArray().ToList().ForEach(step => step!.AsObject().Remove("tables"));
        }

        string file = _folder.Write("a.json", root.ToJsonString());

        Assert.Equal(
            (ExitCode.Done, "1 passed, 0 failed\n", $"{file}: the key '{key}' is taken for a note; did you mean '{meant}'?\n"),
            await EmulatorRun.Of("scheduler", "replay", file));
    }

    [Fact]
    public async Task A_name_or_an_id_cannot_shift_columns_or_steer_a_terminal()
    {
        string text = SmallCase.With("steps.0.free", "[7,8]").Replace("\"small\"", "\"my\\tcase\\n\\u001b[31m\\u2028\\u202e\"", StringComparison.Ordinal);
        string twice = SmallCase.With("events", """[{"step":0,"add":"a\n\u001b","prompt":[1],"max_tokens":1},{"step":0,"add":"a\n\u001b","prompt":[1],"max_tokens":1}]""");
        (string first, string second) = (_folder.Write("a.json", text), _folder.Write("b.json", twice));

        const string Shown = @"my\u0009case\u000a\u001b[31m\u2028\u202e";
        Assert.Equal(
            (ExitCode.BadUsage, $"{Shown}\t0\tfree\t[7,8]\t[7,7]\n0 passed, 2 failed\n", $"{Shown}: stopped at step 0; 2 later steps were not compared.\n{second}: events[1] adds 'a\\u000a\\u001b' in step 0, where a request of that id still lives.\n"),
            await EmulatorRun.Of("scheduler", "replay", first, second));
    }

    public void Dispose() => _folder.Dispose();
}
