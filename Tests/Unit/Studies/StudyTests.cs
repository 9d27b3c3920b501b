using System.Xml.Linq;
using Emulator;
using Emulator.Configuration;
using LoadGen.Studies;
using LoadGen.Workloads;

namespace Tests.Unit.Studies;

/// <summary>Each study from end to end, on loads too short to be its default.</summary>
public sealed class StudyTests
{
    public static TheoryData<string> Names => [.. StudyCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_study_gives_figures_sentences_and_a_picture_and_the_same_ones_again(string name)
    {
        StudyResult first = Run(name, seconds: 10);
        StudyResult second = Run(name, seconds: 10);

        Assert.NotEmpty(first.Sentences);
        Assert.All(first.Table.Rows, row => Assert.Equal(first.Table.Headings.Count, row.Count));
        Assert.Equal((Text(first), Drawn(first)), (Text(second), Drawn(second)));
        XElement drawing = XDocument.Parse(Drawn(first)).Root!;
        Assert.Contains(drawing.Descendants(), element => element.Name.LocalName == "polyline");
        Assert.DoesNotContain("NaN", Drawn(first), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_load_of_hardly_anything_leaves_figures_out_and_breaks_nothing(string name)
    {
        StudyResult result = Run(name, seconds: 3, rateScale: 0.2);

        Assert.DoesNotContain("NaN", Text(result) + Drawn(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Smaller_chunks_make_shorter_stalls_and_the_sentence_has_the_tables_figures()
    {
        StudyResult result = Run("chunked-prefill", seconds: 30);
        double[] longest = [.. result.Table.Rows.Select(row => Figure(row[5]))];

        Assert.Equal("whole", result.Table.Rows[0][0]);
        Assert.Equal(longest[1..].OrderDescending(), longest[1..]);
        Assert.True(longest[0] > 5 * longest[^1]);
        Assert.Contains($"with chunks of 512 tokens it is {result.Table.Rows[^1][5]} ms", result.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_budget_makes_longer_gaps_between_tokens()
    {
        StudyResult result = Run("token-budget", seconds: 30);

        Assert.Equal(["256", "512", "1,024", "2,048", "4,096", "8,192", "16,384"], result.Table.Rows.Select(row => row[0]));
        Assert.True(Figure(result.Table.Rows[^1][4]) > 3 * Figure(result.Table.Rows[0][4]));
    }

    [Fact]
    public void Where_the_pool_holds_all_nobody_is_preempted_and_below_it_tokens_are_wasted()
    {
        StudyResult result = Run("preemption", seconds: 30);

        Assert.Equal("0", result.Table.Rows[0][3]);
        Assert.True(Figure(result.Table.Rows[^1][3]) > 0);
        Assert.True(Figure(result.Table.Rows[^1][4].TrimEnd(' ', '%')) > Figure(result.Table.Rows[0][4].TrimEnd(' ', '%')));
    }

    [Fact]
    public void First_turns_find_nothing_in_the_cache_and_later_ones_wait_less_for_what_they_find()
    {
        StudyResult result = Run("prefix-caching", seconds: 30);

        Assert.Equal("0 %", result.Table.Rows[0][6]);
        Assert.All(result.Table.Rows.Skip(1).Take(3), row => Assert.True(Figure(row[4]) < Figure(row[3])));
    }

    [Fact]
    public void Every_policy_of_the_catalogue_has_a_row_for_each_class_and_fair_share_has_the_most_even_service()
    {
        StudyResult result = Run("policies", seconds: 30, rateScale: 1.5);
        string[] policies = [.. Emulator.Scheduling.Policies.PolicyCatalogue.All.Select(policy => policy.Name)];

        Assert.Equal(policies.SelectMany(policy => new[] { "chat", "agent", "report", "flood", "all" }.Select(one => (policy, one))), result.Table.Rows.Select(row => (row[0], row[1])));
        Assert.Equal("fair", result.Table.Rows.Where(row => row[1] == "all").MaxBy(row => Figure(row[6]))![0]);
    }

    [Fact]
    public void A_study_given_up_is_given_up()
    {
        using CancellationTokenSource gone = new();
        gone.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => StudyCatalogue.All[0].Run(Settings(StudyCatalogue.All[0], 5, 1), gone.Token));
    }

    [Fact]
    public void A_deployment_that_cannot_be_is_told_in_its_own_words()
    {
        StudySettings settings = Settings(StudyCatalogue.All[1], 5, 1);
        settings = settings with { Server = settings.Server with { MaxNumSeqs = 0 } };

        Assert.Contains("max-num-seqs", Assert.Throws<InvalidConfigurationException>(() => StudyCatalogue.All[1].Run(settings, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private static StudyResult Run(string name, int seconds, double rateScale = 1)
    {
        LoadGen.Studies.Study study = StudyCatalogue.Find(name)!;
        return study.Run(Settings(study, seconds, rateScale), TestContext.Current.CancellationToken);
    }

    private static StudySettings Settings(LoadGen.Studies.Study study, int seconds, double rateScale) =>
        new(ServerOptions.FromPreset(ServerOptions.DefaultPreset), Workload.Load(study.DefaultWorkload), TimeSpan.FromSeconds(seconds), rateScale, Seed: 1);

    private static double Figure(string cell) => double.Parse(cell, System.Globalization.NumberStyles.Float | System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(StudyResult result)
    {
        using StringWriter writer = new();
        result.WriteText(writer);
        result.WriteMarkdown(writer);
        return writer.ToString();
    }

    private static string Drawn(StudyResult result)
    {
        using StringWriter writer = new();
        result.Picture.Write(writer);
        return writer.ToString();
    }
}
