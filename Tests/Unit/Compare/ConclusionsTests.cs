using LoadGen.Compare;
using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Compare;

public class ConclusionsTests
{
    private static readonly IReadOnlyList<Contender> Contenders = Contender.Of(["seed-single", "seed-tp8"], new Dictionary<string, string>(), []);

    [Fact]
    public void Columns_whose_difference_may_be_none_are_not_ranked()
    {
        string sentence = Sentence("shortest time per token", tpot: new()
        {
            ["8xTP1"] = [40, 44, 48],
            ["4xTP2"] = [25, 30, 35],
            ["2xTP4"] = [17, 21, 18],
            ["seed-tp8"] = [18, 19, 20],
        });

        Assert.Contains("(too close to tell apart)", sentence, StringComparison.Ordinal);
        Assert.Contains("seed-tp8", sentence, StringComparison.Ordinal);
        Assert.Contains("2xTP4", sentence, StringComparison.Ordinal);
        Assert.Contains("beside 44.0 ms of 8xTP1", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_compared_seed_by_seed_since_all_ran_the_same_loads()
    {
        // The seeds differ more than the columns do; on each of them seed-tp8 is 2 ms ahead.
        string sentence = Sentence("shortest time per token", tpot: new()
        {
            ["8xTP1"] = [40, 50, 60],
            ["4xTP2"] = [25, 35, 45],
            ["2xTP4"] = [17.1, 27, 36.9],
            ["seed-tp8"] = [15, 25, 35],
        });

        Assert.Contains("seed-tp8 has the shortest time per token: 25.0 ms", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_credited_to_what_the_number_of_GPUs_did() =>
        Assert.Contains("says nothing about tensor parallelism", Sentence("has 1 of the 8 GPUs", []), StringComparison.Ordinal);

    private static string Sentence(string part, Dictionary<string, double[]> tpot)
    {
        RunReport[] runs =
        [
            .. from contender in Contenders
               from seed in Enumerable.Range(0, 3)
               select new RunReport
               {
                   Kind = ReportKind.Simulate,
                   Workload = "heavy",
                   Seed = seed,
                   Duration = TimeSpan.FromSeconds(300),
                   Configuration = contender.Name,
                   Gpus = contender.Gpus,
                   SuccessRate = 0.5,
                   Latency = new LatencyReport { Tpot = tpot.TryGetValue(contender.Name, out double[]? values) ? new LatencySummary(100, P50: TimeSpan.FromMilliseconds(values[seed])) : null },
               },
        ];
        return Assert.Single(Conclusions.Of(CompareReport.Of(runs), Contenders, 60), sentence => sentence.Contains(part, StringComparison.Ordinal));
    }
}
