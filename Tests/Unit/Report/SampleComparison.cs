using Emulator.CostModel;
using LoadGen.Measure;
using LoadGen.Report;

namespace Tests.Unit.Report;

/// <summary>Runs with made-up but plausible figures: five configurations, three rates, three seeds, and real traffic for two of them.</summary>
internal static class SampleComparison
{
    private static readonly double[] Rates = [1, 0.25, 0.05];

    private static readonly (string Name, int Gpus, int Replicas, double[] Success, double Ttft, double Tpot, double StepMilliseconds, double AllReduce)[] Configurations =
    [
        ("seed-single", 1, 1, [0.009, 0.038, 0.68], 30, 0.045, 62, 0),
        ("8 x TP1", 8, 8, [0.043, 0.85, 0.97], 22, 0.036, 71, 0),
        ("4 x TP2", 8, 4, [0.065, 0.905, 0.999], 14, 0.024, 74, 0.08),
        ("2 x TP4", 8, 2, [0.073, 0.90, 1], 9, 0.016, 81, 0.19),
        ("seed-tp8", 8, 1, [0.059, 0.82, 1], 6, 0.011, 105, 0.33),
    ];

    public static CompareReport Report(bool live = true, bool partial = false)
    {
        List<RunReport> runs = [];
        for (int c = 0; c < Configurations.Length; c++)
        {
            for (int r = 0; r < Rates.Length; r++)
            {
                for (int seed = 1; seed <= 3; seed++)
                {
                    runs.Add(Run(c, r, seed, ReportKind.Simulate) with { Partial = partial });
                }
            }
        }

        if (live)
        {
            runs.Add(Run(0, 2, 1, ReportKind.Run));
            runs.Add(Run(4, 2, 1, ReportKind.Run));
        }

        return CompareReport.Of(
            runs,
            [
                "At full rate every configuration is overloaded: at most 7.3 % of the requests complete.",
                "On equal hardware (8 GPUs) TP=8 answers soonest, but two replicas of TP=4 complete more requests at a quarter of the rate.",
                "Against one GPU, most of what seed-tp8 wins is eight times the hardware & not tensor parallelism <by itself>.",
            ]) with
        {
            Devices = ["device GH200-576 (uncalibrated: the study's textbook device)"],
            Capacity = [.. Configurations.Select((c, i) => new CapacityReport(c.Name, 0.95, i == 0 ? null : 0.05 * i, i == 0 ? null : 3.0 * i))],
            Served = live ? [Served(0), Served(4)] : [],
        };
    }

    /// <summary>The same simulations with error bars, a tenth faster and a fifth slower; the first configuration has none and says why, the slow end of the second has no p99.</summary>
    public static CompareReport WithErrorBars()
    {
        CompareReport plain = Report(live: false);
        CompareReport report = CompareReport.Of([.. plain.Runs.Select(WithErrorBars)], plain.Sentences);
        return report with
        {
            Devices = plain.Devices,
            Capacity = [.. plain.Capacity.Select(c => c.RequestsPerSecond is { } rate ? c with { PredictionInterval = MetricInterval.Of(MetricUnit.PerSecond, rate, 1.1 * rate, 0.8 * rate) } : c)],
        };
    }

    /// <inheritdoc cref="WithErrorBars()"/>
    public static RunReport WithErrorBars(RunReport run)
    {
        if (run.DisplayName == Configurations[0].Name)
        {
            return run with { PredictionIntervalReason = "nobody measured it" };
        }

        Dictionary<string, MetricInterval> metrics = [];
        foreach (CompareMetric metric in CompareMetric.Predicted)
        {
            if (metric.Value(run) is not double figure)
            {
                continue;
            }

            double? slow = run.DisplayName == Configurations[1].Name && metric.Name.EndsWith("p99", StringComparison.Ordinal) ? null
                : metric.Unit == MetricUnit.Seconds ? 1.2 * figure : 0.8 * figure;
            double fast = metric.Unit == MetricUnit.Seconds ? 0.9 * figure : metric.Unit == MetricUnit.Share ? Math.Min(1, 1.1 * figure) : 1.1 * figure;
            metrics.Add(metric.Name, MetricInterval.Of(metric.Unit, figure, fast, slow));
        }

        return run with { PredictionInterval = new PredictionIntervalReport(PredictionIntervalReport.CostModelLevel, metrics) };
    }

    /// <summary>Real traffic beside the simulation: on one GPU too few requests for verdicts, on eight all but one median agree.</summary>
    public static ServedReport Served(int configuration)
    {
        RunReport live = Run(configuration, 2, 1, ReportKind.Run);
        RunReport simulated = Run(configuration, 2, 1, ReportKind.Simulate);
        int requests = configuration == 0 ? 150 : 300;
        OutcomeCounts client = live.Outcomes;
        return new ServedReport(
            live.DisplayName,
            live with { Configuration = $"{live.DisplayName} served", Balance = new Balance(configuration == 0 ? client : client with { Completed = client.Completed - 1 }, client) },
            simulated with { Configuration = $"{live.DisplayName} served" },
            Steps: 7_736,
            PlanHash: "2b1ae7df493b4772",
            ReplayDifference: configuration == 0 ? null : "step 12 differs",
            [
                .. from metric in new[] { "ttft", "tpot", "e2e" }
                   from side in new[] { "server", "client" }
                   select new MedianCheck(metric, side, requests, 0.1, 0.104, 0.09, 0.11, 0.005, requests < 200 ? null : metric != "e2e"),
            ],
            configuration == 0 ? "INVALID_ARGUMENT / context_length_exceeded: too long" : "streams 16 tokens in 16 messages");
    }

    public static RunReport Run(int configuration, int rate, long seed, ReportKind kind)
    {
        (string name, int gpus, int replicas, double[] success, double ttft, double tpot, double stepMilliseconds, double allReduce) = Configurations[configuration];
        Noise noise = new((ulong)((configuration * 1_000) + (rate * 100) + seed + (kind == ReportKind.Run ? 7 : 0)));
        RunMeasurements measurements = new(new MeasurementWindow(TimeSpan.Zero, TimeSpan.FromSeconds(300)));
        double share = Math.Clamp(success[rate] * (0.97 + (0.06 * noise.Next())), 0, 1);
        double waiting = ttft * Math.Pow(Rates[rate], 1.2);
        int count = (int)(2_000 * Math.Max(0.2, Rates[rate]));
        for (int i = 0; i < count; i++)
        {
            bool completed = noise.Next() < share;
            double first = waiting * Math.Exp(1.1 * noise.Gauss());
            double perToken = tpot * Math.Exp(0.2 * noise.Gauss());
            int tokens = 50 + (int)(900 * noise.Next());
            bool invalid = !completed && noise.Next() < 0.05;
            bool answered = completed || (!invalid && first < 90);
            measurements.Add(new RequestRecord
            {
                Id = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Profile = i % 3 == 0 ? "extreme_context" : "code_gen",
                At = TimeSpan.FromSeconds(300.0 * i / count),
                PromptTokens = 1_300,
                OutputTokensAsked = tokens,
                OutputTokens = completed ? tokens : 0,
                Outcome = completed ? LoadOutcome.Completed : invalid ? LoadOutcome.Invalid : LoadOutcome.TimedOut,
                Ttft = answered ? TimeSpan.FromSeconds(first) : null,
                TtftService = answered ? TimeSpan.FromSeconds(first) : null,
                Queue = answered ? TimeSpan.FromSeconds(0.8 * first) : null,
                Tpot = completed ? TimeSpan.FromSeconds(perToken) : null,
                E2e = completed ? TimeSpan.FromSeconds(first + (perToken * tokens)) : null,
            });
            if (completed)
            {
                measurements.Itl.Record(TimeSpan.FromSeconds(perToken), tokens);
            }
        }

        RunReport header = new()
        {
            Kind = kind,
            Workload = "heavy",
            Seed = seed,
            Duration = TimeSpan.FromSeconds(300),
            RateScale = Rates[rate],
            Preset = name.Contains('x', StringComparison.Ordinal) ? "seed-tp8" : name,
            Configuration = name,
            Gpus = gpus,
            Device = new DeviceReport("GH200-576", false, "the study's textbook device", gpus / replicas),
            Config = new System.Text.Json.Nodes.JsonObject { ["max_num_seqs"] = 512, ["tensor_parallel_size"] = gpus / replicas },
            TimeScale = kind == ReportKind.Run ? 1 : null,
            Target = kind == ReportKind.Run ? "grpc://127.0.0.1:50051" : null,
            Host = kind == ReportKind.Run ? Live(noise) : HostReport.Simulated(TimeSpan.FromSeconds(0.6 + (0.1 * noise.Next())), TimeSpan.FromSeconds(390)),
        };
        return measurements.Into(header, Engine(noise, replicas, stepMilliseconds * (0.2 + (0.8 * Rates[rate])), allReduce, Rates[rate]));
    }

    private static HostReport Live(Noise noise)
    {
        LatencyHistogram sends = new();
        for (int i = 0; i < 1_000; i++)
        {
            sends.Record(TimeSpan.FromMicroseconds(30 + (400 * noise.Next())));
        }

        return HostReport.Live(TimeSpan.FromSeconds(391), TimeSpan.FromSeconds(390), sends, sends.Summarize(), TimeSpan.FromMilliseconds(20), cpuShare: 0.4);
    }

    private static EngineStatistics Engine(Noise noise, int replicas, double stepMilliseconds, double allReduce, double rate)
    {
        EngineStatistics engine = new() { Replicas = replicas, TokenBudget = 3_691, KvBlocks = 20_000 };
        double micros = stepMilliseconds * 1_000;
        double rest = micros * (1 - allReduce);
        StepCost cost = new(rest * 0.66, rest * 0.18, rest * 0.06, micros * allReduce, rest * 0.04, rest * 0.06);
        for (double at = 0; at < 390; at += 0.5)
        {
            double load = Math.Min(1, at / 40) * (at > 300 ? Math.Max(0, 1 - ((at - 300) / 85)) : 1);
            double usage = Math.Clamp(load * Math.Min(1, rate * 1.4) * (0.9 + (0.1 * noise.Next())), 0, 1);
            engine.Timeline.Add(new TimelinePoint(
                TimeSpan.FromSeconds(at), (int)(512 * load * Math.Min(1, 2 * rate)), (int)(4_200 * load * rate * rate * (0.95 + (0.1 * noise.Next()))), usage));
            engine.AddKvUsage(usage, TimeSpan.FromSeconds(0.5));
            engine.AddStep(cost, TimeSpan.FromMilliseconds(stepMilliseconds), sequences: (int)(400 * load), computedTokens: 3_000);
        }

        engine.WastedTokens = (long)(engine.ComputedTokens * 0.85 * rate);
        return engine;
    }

    /// <summary>Numbers that look random and are the same everywhere (Knuth's MMIX generator).</summary>
    private sealed class Noise(ulong state)
    {
        public double Next()
        {
            state = (state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
            return (state >> 11) * (1.0 / (1UL << 53));
        }

        public double Gauss() => Enumerable.Range(0, 12).Sum(_ => Next()) - 6;
    }
}
