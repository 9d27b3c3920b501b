using CsCheck;
using Emulator.Scheduling;
using LoadGen.Measure;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace Tests.Unit.Simulation;

/// <summary>Random small loads on random small engines: what must hold of every simulation, whatever arrives.</summary>
public sealed class SimulationPropertyTests
{
    private const int Iterations = 500;

    private static readonly Gen<SchedulerOptions> Scheduling =
        from seqs in Gen.Int[1, 8]
        from extra in Gen.Int[0, 400]
        from blocks in Gen.Int[20, 120]
        from chunked in Gen.Bool
        from caching in Gen.Bool
        from reserve in Gen.Bool
        select new SchedulerOptions { MaxNumSeqs = seqs, TokenBudget = 100 + extra, NumGpuBlocks = blocks, ChunkedPrefill = chunked, PrefixCaching = caching, ReserveFullPrompt = reserve };

    private static readonly Gen<LoadSchedule> Schedules =
        Gen.Select(
            Gen.Int[0, 400], // ms
            Gen.Int[1, 600],
            Gen.Int[1, 40],
            Gen.OneOf(Gen.Const(0), Gen.Int[1, 300]), // ms, 0 = none
            Gen.Select(Gen.Int[0, 100], Gen.Int[1, 60], Gen.Int[1, 20]).Array[0, 3]).Array[1, 20].Select(Schedule);

    private static readonly Gen<SimulationOptions> Options =
        from scheduling in Scheduling
        from replicas in Gen.Int[1, 3]
        from window in Gen.Int[100, 500]
        from serverTimeout in Gen.OneOf(Gen.Const(0), Gen.Int[20, 400])
        select new SimulationOptions
        {
            Blueprint = SmallEngine.Blueprint(scheduling, serverTimeout == 0 ? null : TimeSpan.FromMilliseconds(serverTimeout)),
            Replicas = replicas,
            Window = TimeSpan.FromMilliseconds(window),
        };

    [Fact]
    public void Every_arrival_has_exactly_one_outcome_or_was_not_issued() => Check((schedule, options) =>
    {
        SimulationResult result = Simulator.Run(schedule, options);
        Dictionary<string, RequestRecord> records = result.Records.ToDictionary(record => record.Id);
        Assert.Equal(schedule.Arrivals.Count, records.Count + result.NotIssued);
        foreach (Arrival arrival in schedule.Arrivals)
        {
            Assert.Equal(IsDue(arrival, records, options.Window!.Value, out TimeSpan? at), records.ContainsKey(arrival.Id));
            Assert.Equal(at, records.GetValueOrDefault(arrival.Id)?.At);
        }

        // Drained, nothing is left over: all has completed, timed out or was refused.
        Assert.DoesNotContain(result.Records, record => record.Outcome is not (LoadOutcome.Completed or LoadOutcome.TimedOut or LoadOutcome.Invalid));
    });

    [Fact]
    public void Latencies_and_tokens_of_a_request_fit_together() => Check((schedule, options) =>
    {
        foreach (RequestRecord record in Simulator.Run(schedule, options).Records)
        {
            bool completed = record.Outcome == LoadOutcome.Completed;
            Assert.Equal(completed, record.E2e is not null);
            Assert.True(!completed || (record.OutputTokens == record.OutputTokensAsked && record.Queue < record.Ttft && record.Ttft <= record.E2e));
            Assert.Equal(record.OutputTokens > 0, record.Ttft is not null);
            Assert.True(record.Outcome != LoadOutcome.Invalid || (record.OutputTokens == 0 && record.Queue is null));
            Assert.Equal(completed && record.OutputTokens > 1, record.Tpot is not null);
            Assert.True(record.CachedTokens is null or >= 0 && (record.CachedTokens ?? 0) < record.PromptTokens);
        }
    });

    [Fact]
    public void Inter_token_latencies_are_as_many_as_tokens_behind_the_first_and_add_up_to_the_decode_time() => Check((schedule, options) =>
    {
        SimulationResult result = Simulator.Run(schedule, options);
        RequestRecord[] completed = [.. result.Records.Where(record => record.Outcome == LoadOutcome.Completed)];
        long gaps = completed.Sum(record => record.OutputTokens - 1L);
        Assert.Equal(gaps, result.Itl.Count);
        double decodeTicks = completed.Sum(record => (double)(record.E2e - record.Ttft)!.Value.Ticks);
        Assert.InRange((result.Itl.Mean ?? default).Ticks * (double)gaps, decodeTicks - gaps, decodeTicks + gaps);
    });

    [Fact]
    public void The_engines_computed_what_the_requests_got_and_nothing_twice_without_saying_so() => Check((schedule, options) =>
    {
        SimulationResult result = Simulator.Run(schedule, options);

        // The last token of a completed request is sampled and never computed. After a preemption more or less of it may be in the cache.
        RequestRecord[] completed = [.. result.Records.Where(record => record.Outcome == LoadOutcome.Completed)];
        long whole = completed.Sum(record => (long)record.PromptTokens + record.OutputTokens - 1);
        long useful = result.Engine.ComputedTokens - result.Engine.WastedTokens;
        Assert.Equal(result.Records.Sum(record => record.Preemptions ?? 0), result.Engine.Preemptions);
        if (result.Engine.Preemptions == 0)
        {
            Assert.Equal(whole - completed.Sum(record => (long)record.CachedTokens!.Value), useful);
        }
        else
        {
            Assert.InRange(useful, options.Blueprint.Scheduling.PrefixCaching ? completed.Length : whole, whole);
        }
    });

    [Fact]
    public void Cut_at_the_window_a_run_is_the_beginning_of_the_drained_one() => Check((schedule, options) =>
    {
        SimulationResult cut = Simulator.Run(schedule, options with { CutAtWindow = true });
        IsBeginningOf(Simulator.Run(schedule, options), cut, options.Window!.Value);
    });

    [Fact]
    public void A_drain_limit_ends_a_run_early_and_a_long_one_does_nothing() => Check((schedule, options) =>
    {
        SimulationResult drained = Simulator.Run(schedule, options);
        TimeSpan limit = TimeSpan.FromMilliseconds(50);
        IsBeginningOf(drained, Simulator.Run(schedule, options with { DrainLimit = limit }), options.Window!.Value + limit);
        Assert.Equal(drained.Records, Simulator.Run(schedule, options with { DrainLimit = TimeSpan.FromDays(1) }).Records);
    });

    [Fact]
    public void A_timeout_only_shortens_the_engines_own() =>
        Gen.Select(Schedules, Options, Gen.Int[1, 500]).Sample(
            (schedule, options, milliseconds) =>
            {
                TimeSpan asked = TimeSpan.FromMilliseconds(milliseconds);
                TimeSpan shorter = options.Blueprint.RequestTimeout is { } own && own < asked ? own : asked;
                Assert.Equal(
                    Simulator.Run(schedule, options with { Blueprint = options.Blueprint with { RequestTimeout = shorter } }).Records,
                    Simulator.Run(schedule, options with { Timeout = asked }).Records);
            },
            iter: Iterations);

    private static void Check(Action<LoadSchedule, SimulationOptions> property) => Gen.Select(Schedules, Options).Sample(property, iter: Iterations);

    private static bool IsDue(Arrival arrival, Dictionary<string, RequestRecord> records, TimeSpan window, out TimeSpan? at)
    {
        at = !arrival.IsFollowUp ? arrival.At
            : records.GetValueOrDefault(arrival.After!) is { Outcome: LoadOutcome.Completed } before ? before.At + before.E2e + arrival.Think
            : null;
        at = at < window ? at : null;
        return at is not null;
    }

    private static void IsBeginningOf(SimulationResult drained, SimulationResult cut, TimeSpan end)
    {
        Dictionary<string, RequestRecord> whole = drained.Records.ToDictionary(record => record.Id);
        foreach (RequestRecord record in cut.Records)
        {
            if (record.Outcome != LoadOutcome.Unfinished)
            {
                Assert.Equal(whole[record.Id], record);
                continue;
            }

            // It was still there at the end: whenever the drained run completed it, that was in a step that ended behind it.
            RequestRecord later = whole[record.Id];
            Assert.Equal(later.At, record.At);
            Assert.True(later.Outcome != LoadOutcome.Completed || later.At + later.E2e > end);
            Assert.True(record.OutputTokens <= later.OutputTokens);
        }

        Assert.True(cut.Engine.Steps <= drained.Engine.Steps);
    }

    private static LoadSchedule Schedule((int At, int Prompt, int Output, int Timeout, (int Think, int NewTokens, int Output)[] Turns)[] conversations)
    {
        List<Arrival> arrivals = [];
        for (int i = 0; i < conversations.Length; i++)
        {
            (int at, int prompt, int output, int timeout, (int, int, int)[] turns) = conversations[i];
            Arrival last = SmallEngine.First($"r{i}", TimeSpan.FromMilliseconds(at), prompt, output, timeout == 0 ? null : TimeSpan.FromMilliseconds(timeout));
            arrivals.Add(last);
            foreach ((int think, int newTokens, int outputs) in turns)
            {
                last = SmallEngine.FollowUp($"r{i}.{last.Turn}", last, TimeSpan.FromMilliseconds(think), newTokens, outputs);
                arrivals.Add(last);
            }
        }

        return LoadSchedule.FromArrivals(arrivals, "random");
    }
}
