using LoadGen.Report;

namespace Tests.Unit.Study;

/// <summary>
/// The study's heavy load on one GPU and on eight of them arranged in four ways, at three rates: 45 simulations of 300 s, run once, on two threads.
/// All arrangements of eight have chunked prefill, the budget of 3,691 and 512 sequences; only the degree of tensor parallelism differs.
/// </summary>
public sealed class EqualHardware
{
    public static readonly double[] RateScales = [1, 0.25, 0.05];
    public static readonly string[] Arrangements = ["single", "8 x TP1", "4 x TP2", "2 x TP4", "TP8"];
    private const int Seeds = 3;

    private readonly RunReport[] _reports = new RunReport[RateScales.Length * Arrangements.Length * Seeds];

    public EqualHardware() =>
        Parallel.For(0, _reports.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            _reports[i] = Experiment(Arrangements[i / Seeds % Arrangements.Length], RateScales[i / Seeds / Arrangements.Length]).Run(1 + (i % Seeds)).Report);

    /// <summary>The reports of seeds 1 to 3.</summary>
    public IEnumerable<RunReport> Of(string arrangement, double rateScale) =>
        _reports.Skip(((Array.IndexOf(RateScales, rateScale) * Arrangements.Length) + Array.IndexOf(Arrangements, arrangement)) * Seeds).Take(Seeds);

    private static StudyExperiment Experiment(string arrangement, double rateScale)
    {
        if (arrangement == "single")
        {
            return new StudyExperiment("seed-single", "heavy", RateScale: rateScale);
        }

        int tensorParallelSize = arrangement[^1] - '0';
        return new StudyExperiment("seed-tp8", "heavy", RateScale: rateScale)
        {
            Replicas = 8 / tensorParallelSize,
            Changes = new() { ["tensor-parallel-size"] = $"{tensorParallelSize}", ["budget-policy"] = "fixed", ["max-num-batched-tokens"] = "3691" },
        };
    }
}
