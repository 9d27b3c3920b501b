using System.Globalization;
using LoadGen.Cli;
using LoadGen.Studies;

namespace Tests.Unit.Cli;

public sealed class SchedulerStudyCommandTests
{
    private const string Short = " --duration 2s --quiet";

    [Fact]
    public async Task Without_a_name_the_studies_are_listed()
    {
        (int code, string output, string error) = await Run("scheduler study");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(["name", .. StudyCatalogue.Names], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_study_prints_its_figures_and_draws_a_file_or_into_a_folder()
    {
        using TemporaryFolder folder = new();

        (int code, string output, string error) = await Run("scheduler study token-budget --out " + folder.PathOf("mine.svg") + Short);
        (int inFolder, string again, _) = await Run("scheduler study Token-Budget --out " + folder.PathOf("new") + Short);

        Assert.Equal((0, 0, "", output), (code, inFolder, error, again));
        Assert.StartsWith("token-budget: ", output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(folder.PathOf("mine.svg")), await File.ReadAllTextAsync(folder.PathOf("new/token-budget.svg")));
    }

    [Fact]
    public async Task All_studies_draw_into_a_folder_and_fill_a_page_and_leave_the_rest_of_it_alone()
    {
        using TemporaryFolder folder = new();
        string page = folder.Write("page.md", "# Mine\n" + string.Concat(StudyCatalogue.Names.Select(name => $"<!-- study {name} -->\nstale figures\n<!-- end of study {name} -->\nkept\n")));

        (int code, string output, _) = await Run($"scheduler study all --rate-scale 0.2 --out {folder.PathOf("pictures")} --page {page}{Short}");

        string text = await File.ReadAllTextAsync(page);
        Assert.Equal(0, code);
        Assert.All(StudyCatalogue.Names, name => Assert.Contains($"{name}: ", output, StringComparison.Ordinal));
        Assert.Equal(StudyCatalogue.Names.Select(name => name + ".svg").Order(), Directory.EnumerateFiles(folder.PathOf("pictures")).Select(Path.GetFileName).Order());
        Assert.StartsWith("# Mine\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("stale figures", text, StringComparison.Ordinal);
        Assert.Equal(StudyCatalogue.Names.Count, text.Split("\nkept\n").Length - 1);
    }

    [Fact]
    public async Task What_nobody_measured_is_told_on_standard_error_unless_it_is_to_be_quiet()
    {
        (_, _, string error) = await Run("scheduler study token-budget --duration 1s");

        Assert.StartsWith("not measured: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scheduler study prefix-cashing", "'prefix-cashing' is no study; allowed are chunked-prefill, token-budget, preemption, prefix-caching, policies and all; did you mean prefix-caching?")]
    [InlineData("scheduler study all --out x.svg", "--out is 'x.svg', one file for 5 pictures; allowed is a folder.")]
    [InlineData("scheduler study --out x.svg", "--out needs a study; give NAME too: chunked-prefill, token-budget, preemption, prefix-caching, policies or all.")]
    [InlineData("scheduler study policies --workload tenant", "workload 'tenant' is neither a built-in (chat-documents, heavy, heavy-prompts, light, multi-turn, reasoning, tenants) nor a file; did you mean 'tenants'?")]
    [InlineData("scheduler study policies --set max-num-seqs=0", "max-num-seqs is 0 (flag --max-num-seqs); allowed are whole numbers from 1 to 100,000.")]
    [InlineData("scheduler study policies --rate-scale 0", "--rate-scale is '0'; allowed are numbers above 0, such as 0.25, 60 or 1.5k.")]
    [InlineData("scheduler study chunked-prefill --workload light --duration 10ms", "workload light sends nothing in 10.0 ms at 14.4 requests/s; allowed are loads with requests: take a longer --duration or a higher --rate-scale.")]
    [InlineData("scheduler study token-budget --workload light --duration 10ms", "workload light sends nothing in 10.0 ms at 14.4 requests/s; allowed are loads with requests: take a longer --duration or a higher --rate-scale.")]
    [InlineData("scheduler study preemption --workload light --duration 10ms", "workload light sends nothing in 10.0 ms at 14.4 requests/s; allowed are loads with requests: take a longer --duration or a higher --rate-scale.")]
    [InlineData("scheduler study prefix-caching --workload light --duration 10ms", "workload light sends nothing in 10.0 ms at 14.4 requests/s; allowed are loads with requests: take a longer --duration or a higher --rate-scale.")]
    [InlineData("scheduler study policies --workload light --duration 10ms", "workload light sends nothing in 10.0 ms at 8.64 requests/s; allowed are loads with requests: take a longer --duration or a higher --rate-scale.")]
    [InlineData("scheduler", "loadgen scheduler needs a verb; allowed are trace, study.")]
    public async Task A_wrong_value_is_a_sentence_and_exit_code_2(string line, string sentence)
    {
        (int code, string output, string error) = await Run(line);

        Assert.Equal((2, "", sentence), (code, output, error.Split('\n')[0]));
    }

    [Theory]
    [InlineData("chunked-prefill")]
    [InlineData("token-budget")]
    [InlineData("preemption")]
    [InlineData("prefix-caching")]
    [InlineData("policies")]
    public async Task A_load_of_which_nothing_is_answered_is_a_sentence_and_exit_code_2(string study) => Assert.Equal(
        (2, "", "nobody in workload light gets a token from this server within 2.00 s; allowed are loads and --set options under which somebody does."),
        await Run($"scheduler study {study} --workload light --set max-model-len=16{Short}"));

    [Fact]
    public async Task A_place_without_a_name_is_a_sentence_and_exit_code_2() =>
        Assert.Equal((2, "", "--out is ''; allowed are paths."), await Run("scheduler study policies --out "));

    [Fact]
    public async Task An_interrupted_study_says_so_also_while_its_load_is_drawn() =>
        Assert.Equal((130, "", "interrupted: study policies was not finished."), await Run("scheduler study policies", new CancellationToken(canceled: true)));

    [Fact]
    public async Task A_page_without_a_place_for_the_figures_is_found_before_anything_is_run()
    {
        using TemporaryFolder folder = new();
        string page = folder.Write("page.md", "nothing");

        Assert.Equal(
            (2, "", $"--page is '{page}', which lacks the lines '<!-- study policies -->' and '<!-- end of study policies -->'; allowed are Markdown files with both."),
            await Run($"scheduler study policies --page {page}"));
    }

    [Theory]
    [InlineData("file/below")]
    [InlineData("missing/x.svg")]
    public async Task A_picture_that_cannot_be_written_is_found_before_anything_is_run(string place)
    {
        using TemporaryFolder folder = new();
        folder.Write("file", "kept");

        (int code, string output, string error) = await Run("scheduler study policies --out " + folder.PathOf(place));

        Assert.Equal((4, ""), (code, output));
        Assert.StartsWith($"--out is '{folder.PathOf(place)}', which cannot be written: ", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line, CancellationToken cancellation = default)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(line.Split(' '), output, error, new Dictionary<string, string>(), cancellation);
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}
