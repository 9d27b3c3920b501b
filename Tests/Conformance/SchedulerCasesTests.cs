using Emulator.SchedulerCases;

namespace Tests.Conformance;

public class SchedulerCasesTests
{
    public static TheoryData<string> Cases()
    {
        TheoryData<string> cases = [];
        string? folder = SharedData.Folder is null ? null : Path.Combine(SharedData.Folder, "scheduler-cases");
        foreach (string file in folder is null ? [] : Directory.GetFiles(folder, "*.json").Order().ToArray())
        {
            cases.Add(Path.GetFileName(file));
        }

        // Without the data one row remains, so that the run says that it was skipped and why.
        if (cases.Count == 0)
        {
            cases.Add("all");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_recorded_case_comes_out_step_for_step(string file) =>
        Assert.Empty(CaseReplay.Run(CaseFile.Read(SharedData.PathOf("scheduler-cases", file))));

    /// <summary>Cases of our own, so that a clone by itself checks something too.</summary>
    [Theory]
    [InlineData("Tests/Conformance/cases/chunk-beside-decodes.json")]
    [InlineData("docs/reference/cases/preemption.json")]
    public void A_case_of_our_own_comes_out_step_for_step(string file) =>
        Assert.Empty(CaseReplay.Run(CaseFile.Read(Path.Combine(SharedData.RepositoryRoot, file))));
}
