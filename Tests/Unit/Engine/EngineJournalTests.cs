using System.Globalization;
using Emulator.Configuration;
using Emulator.Engine;
using Emulator.Engine.Journal;
using Emulator.KvCache;
using Emulator.Time;
using LoadGen.Cli;

namespace Tests.Unit.Engine;

/// <summary>Journals that were not written to their end, or were changed afterwards.</summary>
public sealed class EngineJournalTests
{
    private const string Add = """{"add":"a","at":1,"prompt":[[1,2]],"max_tokens":3,"output_tokens":3}""";
    private const string Hash = "0123456789abcdef";

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"add":null,"at":1,"prompt":[[1,2]],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":-1,"prompt":[[1,2]],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":9223372036854775807,"prompt":[[1,2]],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[[1]],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[[1,-2]],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[[1,2147483647],[9,2147483647],[99,9]],"max_tokens":3,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[[1,2]],"max_tokens":0,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[[1,2]],"max_tokens":99999999999,"output_tokens":3}""")]
    [InlineData("""{"add":"b","at":1,"prompt":[[1,2]],"max_tokens":3,"output_tokens":3,"timeout":-1}""")]
    [InlineData("""{"abort":"a","at":1,"outcome":"Foo","reason":"x"}""")]
    [InlineData("""{"abort":"a","at":1,"outcome":"77","reason":"x"}""")]
    [InlineData("""{"abort":"a","at":1,"outcome":"Cancelled","reason":null}""")]
    [InlineData("""{"abort":"b","at":1,"outcome":"Cancelled","reason":"x"}""")]
    [InlineData("""{"order":"Dance","at":1,"mode":"Keep","clears_cache":true,"level":0,"preempts_running":false,"tags":[]}""")]
    [InlineData("""{"order":"Pause","at":1,"mode":"7","clears_cache":true,"level":0,"preempts_running":false,"tags":[]}""")]
    [InlineData("""{"order":"Pause","at":-1,"mode":"Keep","clears_cache":true,"level":0,"preempts_running":false,"tags":[]}""")]
    [InlineData("""{"order":"Wake","at":1,"mode":"Keep","clears_cache":true,"level":0,"preempts_running":false,"tags":[7]}""")]
    [InlineData("""{"order":"Pause","at":1}""")]
    [InlineData("""{"step":-1,"start":1,"hash":"0123456789abcdef"}""")]
    [InlineData("""{"step":1,"start":1,"hash":"nonsense"}""")]
    [InlineData("""{"step":1,"start":1,"hash":null}""")]
    [InlineData("""{"end":-1,"hash":"0123456789abcdef"}""")]
    [InlineData("""{"end":"many","hash":"0123456789abcdef"}""")]
    [InlineData("""{"end":1,"hash":"0123456789abcdefg"}""")]
    public async Task A_damaged_line_is_named_in_one_sentence(string damaged)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("journal.jsonl", $"{FirstLine()}\n{Add}\n{damaged}\n{Add}\n");

        Assert.Equal((2, "", $"{path}: line 3 is not a line of an engine journal."), await ReplayAsync(path));
    }

    [Fact]
    public void What_a_request_brings_along_is_read_back_as_it_was_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("journal.jsonl");
        TokenSequence prompt = new(TokenRun.OfPart("p", 20));
        using (JournalWriter writer = new(path, "1.0", ServerOptions.FromPreset("seed-tp8").ToJson()))
        {
            writer.Add(new EngineRequest("a", prompt, 5, 4, TimeSpan.FromSeconds(3), priority: -2) { Tenant = "red", CacheSalt = "sea", BypassesPrefixCache = true }, ModelTime.Zero);
            writer.Add(new EngineRequest("b", prompt, 5, 4), ModelTime.Zero);
        }

        EngineRequest[] read = [.. EngineJournal.Read(path).AddEntries.Select(entry => entry.Request)];
        Assert.Equal(
            [("a", "red", "sea", true, -2, TimeSpan.FromSeconds(3)), ("b", "", null, false, 0, null)],
            read.Select(request => (request.Id, request.Tenant, request.CacheSalt, request.BypassesPrefixCache, request.Priority, request.Timeout)));
    }

    [Fact]
    public void Orders_are_read_back_as_they_were_written()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("journal.jsonl");
        EngineOrder sleep = new(EngineOrderKind.Sleep) { Mode = PauseMode.Wait, Level = 2 };
        EngineOrder wake = new(EngineOrderKind.Wake) { Tags = ["weights", "kv_cache"] };
        EngineOrder reset = new(EngineOrderKind.ResetPrefixCache) { PreemptsRunning = true };
        EngineOrder pause = new(EngineOrderKind.Pause) { Mode = PauseMode.Keep, ClearsCache = true };
        using (JournalWriter writer = new(path, "1.0", ServerOptions.FromPreset("seed-tp8").ToJson()))
        {
            foreach (EngineOrder order in (EngineOrder[])[sleep, wake, reset, pause])
            {
                writer.Order(order, ModelTime.FromSeconds(1));
            }
        }

        IReadOnlyList<JournalOrder> read = EngineJournal.Read(path).OrderEntries;
        Assert.Equal(new[] { sleep, wake, reset, pause }.Select(Told), read.Select(entry => Told(entry.Order)));
        Assert.All(read, entry => Assert.Equal(ModelTime.FromSeconds(1), entry.At));

        static string Told(EngineOrder order) => $"{order.Kind} {order.Mode} {order.ClearsCache} {order.Level} {order.PreemptsRunning} {string.Join(',', order.Tags)}";
    }

    [Fact]
    public async Task A_checkpoint_that_goes_back_is_damage()
    {
        using TemporaryFolder folder = new();
        string step = $$"""{"step":64,"start":1,"hash":"{{Hash}}"}""";
        string path = folder.Write("journal.jsonl", $"{FirstLine()}\n{step}\n{step}\n{Add}\n");

        Assert.Equal((2, "", $"{path}: line 3 is not a line of an engine journal."), await ReplayAsync(path));
    }

    [Fact]
    public void A_last_line_that_was_cut_off_is_dropped()
    {
        using TemporaryFolder folder = new();
        EngineJournal journal = EngineJournal.Read(folder.Write("journal.jsonl", $"{FirstLine()}\n{Add}\n{Add[..^20]}"));

        Assert.Equal((1, null), (journal.Adds, journal.Steps));
    }

    [Fact]
    public async Task Without_a_step_nothing_is_said_to_be_identical()
    {
        using TemporaryFolder folder = new();

        (int code, string output, string error) = await ReplayAsync(folder.Write("journal.jsonl", FirstLine() + "\n"));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal("no plans compared: the journal has no step that could be replayed", output.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("identical", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeout_beyond_all_time_is_never_due()
    {
        EngineRequest request = new("a", new TokenSequence(new TokenRun(1, 2)), 3, 3, TimeSpan.MaxValue) { ReceivedAt = ModelTime.FromSeconds(1) };

        Assert.Equal(ModelTime.Never, request.Deadline);
    }

    private static string FirstLine() => $$"""{"journal":{{JournalWriter.Format}},"version":"0","options":{{ServerOptions.FromPreset("seed-tp8").ToJson()}}}""";

    private static async Task<(int Code, string Output, string Error)> ReplayAsync(string path)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = await LoadGenCommand.RunAsync(["replay", path], output, error, new Dictionary<string, string>());
        return (code, output.ToString(), error.ToString().TrimEnd());
    }
}
