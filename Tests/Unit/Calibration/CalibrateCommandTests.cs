using Emulator.Hardware;
using Tests.Unit.Cli;

namespace Tests.Unit.Calibration;

public sealed class CalibrateCommandTests : IDisposable
{
    private const string Linear = "gpu,dtype,m,n,k,engine,measured_us\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_entry_is_written_that_a_server_reads()
    {
        WriteRows(1);
        (int ExitCode, string Output, string Error) run = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""), "--gpu", "H100", "--source", "my bench", "--out", _folder.PathOf("mine.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("linear bf16", run.Error, StringComparison.Ordinal);
        Gpu entry = GpuCatalogue.Parse(await File.ReadAllTextAsync(_folder.PathOf("mine.json"), TestContext.Current.CancellationToken), "mine.json");
        Assert.Equal(48, entry.Coefficients.LinearBf16.Fit!.Rows);
        Assert.Equal("Fitted on my bench.", entry.Coefficients.Source);

        // Twice as slow a device: the entry says so.
        WriteRows(2);
        run = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""));
        Gpu slow = GpuCatalogue.Parse(run.Output, "output");
        Assert.Equal(entry.Coefficients.LinearBf16.ComputeEfficiency / 2, slow.Coefficients.LinearBf16.ComputeEfficiency, 0.02);
    }

    [Fact]
    public async Task Kept_coefficients_are_judged_and_not_changed()
    {
        WriteRows(2);
        (int ExitCode, string Output, string Error) run = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""), "--keep-coefficients");
        Gpu judged = GpuCatalogue.Parse(run.Output, "output");
        LinearCoefficients own = GpuCatalogue.Find("H100").Coefficients.LinearBf16;
        Assert.Equal(own with { Fit = null }, judged.Coefficients.LinearBf16 with { Fit = null });
        Assert.Equal(-0.5, judged.Coefficients.LinearBf16.Fit!.Bias, 0.001);
        Assert.Equal(2, judged.Coefficients.LinearBf16.Fit.LowRatio, 0.001);
    }

    [Fact]
    public async Task Bad_rows_are_named_and_nothing_is_fitted_unless_they_may_be_skipped()
    {
        WriteRows(1);
        await File.AppendAllTextAsync(_folder.PathOf("linear.csv"), "H100-SXM,bf16,0,1,1,x,5\nH100-SXM,bf16,1,1,1,x,soon\n", TestContext.Current.CancellationToken);
        (int ExitCode, string Output, string Error) run = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            """
            linear.csv line 50: m is '0'; allowed are whole numbers of 1 and more.
            linear.csv line 51: measured_us is 'soon'; allowed are numbers above 0.
            2 rows cannot be used, so nothing was fitted; mend them, or give --skip-bad-rows.

            """,
            run.Error);
        Assert.Equal(0, (await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""), "--skip-bad-rows")).ExitCode);
    }

    [Theory]
    [InlineData("", "--data and --serving are both missing; allowed is one of them: a folder with measured times, or load reports of one server.")]
    [InlineData("--data FOLDER --serving x.json", "--data and --serving are both given; allowed is one of them.")]
    [InlineData("--data FOLDER --gpu A100", "the data have no rows of A100-SXM; they are of H100-SXM.")]
    [InlineData("--data FOLDER --tp 2", "--tensor-parallel-size has no meaning with --data; allowed are --gpu or --hardware.")]
    [InlineData("--serving FOLDERnone.json FOLDERnone.json --keep-coefficients", "--keep-coefficients has no meaning with --serving; it belongs to --data.")]
    [InlineData("--serving FOLDERnone.json", "--serving names 'FOLDERnone.json', which cannot be read:")]
    [InlineData("--data FOLDER --leave-out vllm", "leave-out is 'vllm', but no all-reduce row is of that engine")]
    [InlineData("--data FOLDER --gpu H100 --gpu", "--gpu")]
    [InlineData("--serving FOLDERa.json --serving", "--serving expects a value and has none; allowed is --serving FILE, as often as needed.")]
    [InlineData("--data FOLDER --gpu H10", "gpu is 'H10', which is not in the catalogue")]
    public async Task What_cannot_be_is_a_sentence_and_exit_code_2(string arguments, string sentence)
    {
        WriteRows(1);
        (int ExitCode, string Output, string Error) run = await EmulatorRun.Of(["calibrate", .. arguments.Replace("FOLDER", _folder.PathOf(""), StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(sentence.Replace("FOLDER", _folder.PathOf(""), StringComparison.Ordinal), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_rows_are_an_error()
    {
        _folder.Write("linear.csv", Linear + "H100-SXM,bf16,1,512,512,x,4\n");
        (int ExitCode, string Output, string Error) run = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""));
        Assert.Equal((2, "linear bf16 of H100-SXM has 1 rows, fewer than the 7 that its 5 coefficients take.\n"), (run.ExitCode, string.Join('\n', run.Error.Split('\n')[1..])));
    }

    [Fact]
    public async Task Rows_that_a_device_cannot_have_run_are_an_error()
    {
        _folder.Write("linear.csv", Linear + string.Concat(Enumerable.Range(1, 20).Select(m => $"A100-SXM,fp8,{m},512,512,x,{m + 4}\n")));
        (int ExitCode, string Output, string Error) run = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("rows of linear fp8 on A100-SXM, whose datasheet has no peakFp8FlopsPerSecond", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_known_before_anything_is_fitted()
    {
        WriteRows(1);
        (int exitCode, string output, string error) = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""), "--out", _folder.PathOf("nowhere/mine.json"));
        Assert.Equal((4, ""), (exitCode, output));
        Assert.Equal($"--out is '{_folder.PathOf("nowhere/mine.json")}', which cannot be written: there is no folder {_folder.PathOf("nowhere")}.\n", error);
    }

    [Fact]
    public async Task Several_devices_do_not_fit_into_one_file()
    {
        WriteRows(1);
        await File.AppendAllTextAsync(_folder.PathOf("linear.csv"), string.Concat(Enumerable.Range(1, 20).Select(m => $"L40S,bf16,{m},512,512,x,{m + 4}\n")), TestContext.Current.CancellationToken);
        (int exitCode, _, string error) = await EmulatorRun.Of("calibrate", "--data", _folder.PathOf(""), "--out", _folder.PathOf("both.json"));
        Assert.Equal(2, exitCode);
        Assert.EndsWith("but the data are of H100-SXM, L40S; allowed are a folder, or one of them with --gpu.\n", error, StringComparison.Ordinal);
    }

    private void WriteRows(double factor)
    {
        Emulator.CostModel.Linear term = Emulator.CostModel.Linear.Bf16(GpuCatalogue.Find("H100"));
        _folder.Write("linear.csv", Linear + string.Concat(
            from m in new[] { 1, 2, 8, 32, 128, 512, 2_048, 8_192 }
            from n in new[] { 1_024, 4_096, 16_384 }
            from k in new[] { 2_048, 8_192 }
            select FormattableString.Invariant($"H100-SXM,bf16,{m},{n},{k},x,{factor * term.Microseconds(m, n, k)}\n")));
    }
}
