using Emulator.Configuration;
using LoadGen.Studies;
using LoadGen.Workloads;

namespace Tests.Unit.Studies;

/// <summary>The tables and pictures of <c>docs/scheduling.md</c> are what the command gives; <c>UPDATE_GOLDEN=1</c> rewrites them, as does <c>loadgen scheduler study all --out docs/scheduling --page docs/scheduling.md</c>.</summary>
public sealed class SchedulingPageTests
{
    private const string Page = "docs/scheduling.md";

    public static TheoryData<string> Names => [.. StudyCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_shows_what_the_command_gives(string name)
    {
        LoadGen.Studies.Study study = StudyCatalogue.Find(name)!;
        StudySettings settings = new(ServerOptions.FromPreset(ServerOptions.DefaultPreset), Workload.Load(study.DefaultWorkload), study.DefaultDuration, RateScale: 1, Seed: 1);
        StudyResult result = study.Run(settings, TestContext.Current.CancellationToken);
        using StringWriter drawing = new() { NewLine = "\n" };
        result.Picture.Write(drawing);

        string page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, Page));
        Golden.Matches(StudyPage.With(page, Page, result), Page);
        Golden.Matches(drawing.ToString(), "docs", "scheduling", $"{name}.svg");
        Assert.Contains($"loadgen scheduler study {name}", page, StringComparison.Ordinal);
        Assert.Contains($"(scheduling/{name}.svg)", page, StringComparison.Ordinal);
    }
}
