using System.Text.RegularExpressions;
using Emulator.Api;
using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Engine.Journal;
using Emulator.Time;
using Grpc.Core;
using Inference.V1;
using Tests.Integration.Grpc;

namespace Tests.Integration.Engine;

/// <summary>The proof that wall clock and virtual clock drive one machine: what a live run wrote down makes the same plans again.</summary>
public sealed class OneMachineTwoClocksTests : ServerTests, IDisposable
{
    // Few blocks, so that requests are preempted; few places, so that they wait; prefix caching, so that what is shared matters.
    private const string Engine = "--max-num-seqs 8 --max-num-batched-tokens 512 --num-gpu-blocks-override 132 --enable-prefix-caching true --max-model-len 2000";

    private readonly string _journal = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_journal);

    [Theory]
    [InlineData(0.05, "")]
    [InlineData(0, "")]
    [InlineData(0.05, "--ingest-delay 30ms --ingest-delay-per-token 50us")]
    [InlineData(0, "--ingest-delay 30ms --ingest-delay-per-token 50us")]
    [InlineData(0.05, "--latency ttft=lognormal(60ms,0.5),itl=uniform(8ms,12ms) --seed 3")]
    [InlineData(0, "--latency ttft=lognormal(60ms,0.5),itl=uniform(8ms,12ms) --seed 3")]
    [InlineData(0, "--budget-policy target-step --target-step 12ms")]
    public async Task One_machine_two_clocks(double timeScale, string policy)
    {
        IEngineClock clock = timeScale > 0 ? new LateClock(new WallClock(timeScale)) : new UnpacedClock();
        EmulatorServer server = await StartAsync(FormattableString.Invariant($"{Engine} {policy} --time-scale {timeScale} --journal {_journal}"), clock);

        Expected = await SendMixedAsync(server);
        await server.DrainAsync(TimeSpan.FromSeconds(20));

        EngineJournal journal = EngineJournal.Read(_journal);
        ReplayResult replay = Replay(journal);
        Assert.Equal((null, server.Engine.State.PlanHash.ToString(), server.Engine.State.Steps), (replay.Difference, replay.Hash, replay.Steps));
        Assert.True(replay.Identical);
        Assert.Equal(Expected.Completed + Expected.TimedOut + Expected.Cancelled, journal.Adds);
        Assert.InRange(server.Engine.State.Preemptions, 1, long.MaxValue);
    }

    [Fact]
    public async Task A_journal_that_was_changed_is_reported_with_the_place_where_the_plans_part()
    {
        EmulatorServer server = await StartAsync(FormattableString.Invariant($"{Engine} --journal {_journal}"));
        Expected = await SendMixedAsync(server);
        await server.DrainAsync(TimeSpan.FromSeconds(20));
        string[] lines = await File.ReadAllLinesAsync(_journal);
        int add = Array.FindIndex(lines, line => line.StartsWith("{\"add\"", StringComparison.Ordinal));

        // The first prompt becomes a token longer.
        lines[add] = Regex.Replace(lines[add], @"(?<=,)\d+(?=\]\],""max)", tokens => FormattableString.Invariant($"{int.Parse(tokens.Value, System.Globalization.CultureInfo.InvariantCulture) + 1}"));
        await File.WriteAllLinesAsync(_journal, lines);
        ReplayResult replay = Replay(EngineJournal.Read(_journal));

        Assert.False(replay.Identical);
        Assert.Matches(@"^the plans part (between step \d+ and step \d+: live began it at|after the last checkpoint: live)", replay.Difference);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0)]
    public async Task Pauses_sleep_and_resets_are_in_the_journal(double timeScale)
    {
        IEngineClock clock = timeScale > 0 ? new LateClock(new WallClock(timeScale)) : new UnpacedClock();
        EmulatorServer server = await StartAsync(FormattableString.Invariant($"{Engine} --time-scale {timeScale} --journal {_journal}"), clock);

        Task<LedgerCounts> load = SendMixedAsync(server);
        Wait.Until(() => server.Engine.State.Steps > 0, "a step");
        await server.Engine.PauseAsync(PauseMode.Keep, clearsCache: false);
        await server.Engine.ResetPrefixCacheAsync();
        await server.Engine.ResumeAsync();
        await server.Engine.SleepAsync(level: 1, PauseMode.Keep);
        await server.Engine.WakeUpAsync("weights");
        await server.Engine.WakeUpAsync("kv_cache");
        await server.Engine.PauseAsync(PauseMode.Wait);
        await server.Engine.ResumeAsync();
        await server.Engine.ResetPrefixCacheAsync(preemptsRunning: true);
        Expected = await load;
        await server.DrainAsync(TimeSpan.FromSeconds(20));

        EngineJournal journal = EngineJournal.Read(_journal);
        ReplayResult replay = Replay(journal);
        Assert.Equal(9, journal.OrderEntries.Count);
        Assert.Equal((null, server.Engine.State.PlanHash.ToString(), server.Engine.State.Steps), (replay.Difference, replay.Hash, replay.Steps));
    }

    private static ReplayResult Replay(EngineJournal journal) => JournalReplay.Run(journal, EngineSetup.From(ServerOptions.FromJson(journal.OptionsJson)).Blueprint);

    /// <summary>Sixty requests at once: most are served, some time out, some are dropped by their clients.</summary>
    /// <returns>How they ended.</returns>
    private static async Task<LedgerCounts> SendMixedAsync(EmulatorServer server)
    {
        using GrpcClient client = new(server);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 6) switch
        {
            0 => TimesOutAsync(i),
            1 => IsDroppedAsync(i),
            _ => IsServedAsync(i),
        }));
        Wait.Until(() => server.Engine.Ledger.InFlight == 0, "the end of all requests");

        // Which of those that race against a clock won is the run's own business; how many ended is not.
        LedgerCounts counts = server.Engine.Ledger.Read();
        Assert.Equal((60, 0, 0, 0), (counts.Received, counts.Rejected, counts.Failed, counts.Invalid));
        Assert.InRange(counts.Completed, 40, 59);
        return counts;

        CreateChatCompletionRequest Request(int i, uint outputTokens)
        {
            CreateChatCompletionRequest request = GrpcClient.Synthetic((uint)(100 + (17 * i)), outputTokens, FormattableString.Invariant($"r{i}"));
            request.Synthetic.Prefix.Add(new PromptPart { Id = "system", Tokens = 80 });
            request.Priority = i % 3;
            return request;
        }

        async Task IsServedAsync(int i) => await client.Inference.CreateChatCompletionAsync(Request(i, (uint)(20 + i)));

        async Task TimesOutAsync(int i)
        {
            CreateChatCompletionRequest request = Request(i, 800);
            request.Timeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromMilliseconds(40 * (i + 1)));
            Assert.Equal(StatusCode.DeadlineExceeded, (await GrpcClient.ErrorOf(() => client.Inference.CreateChatCompletionAsync(request).ResponseAsync)).Code);
        }

        async Task IsDroppedAsync(int i)
        {
            using AsyncServerStreamingCall<CompletionChunk> call = client.Inference.StreamChatCompletion(Request(i, 800));
            await GrpcClient.NextOf(call);
        }
    }
}
