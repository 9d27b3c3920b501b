using System.Globalization;
using LoadGen.Cli;
using Tests.Unit.Fidelity;

namespace Tests.Unit.Cli;

public sealed class FidelityCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fidelity").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_writes_page_plot_and_rows_and_says_nothing_on_standard_output()
    {
        File.WriteAllText(Path.Combine(_folder, "end_to_end.csv"), $"{PublishedRow.Header}\n{PublishedRow.With()}\n{PublishedRow.With("gpu=abacus")}\n");
        (int code, string output, string error) = await Run("--data", _folder, "--out", Path.Combine(_folder, "report"));
        Assert.Equal((0, "", "simulated 1 of 1 measured servers\n"), (code, output, error));
        Assert.Contains("1 of 2 rows were simulated", File.ReadAllText(Path.Combine(_folder, "report", "fidelity", "end-to-end.md")), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_folder, "report", "fidelity", "end-to-end.csv")).Length);
        Assert.StartsWith("<svg xmlns=", File.ReadAllText(Path.Combine(_folder, "report", "fidelity", "end-to-end.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_any_of_the_files_is_bad_usage()
    {
        (int code, string output, string error) = await Run("--data", _folder, "--out", _folder);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"data is '{_folder}', which holds none of linear.csv,", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(["fidelity", .. args], output, error, cancellation: TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
