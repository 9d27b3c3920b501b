using Emulator;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Unit.Schedule;

public sealed class ScheduleFileTests
{
    private const string First = """{"id": "a", "at": 0.5, "profile": "p", "prompt_tokens": 10, "output_tokens": 5, "max_output_tokens": 8, "conversation": "a", "turn": 1}""";

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Workload workload = Workload.Parse(
            """
            profiles:
              - { name: a, rate: 9, prompt_tokens: 5, output_tokens: 6, tenant: "gold \"é\"", priority: 2, timeout: 1500ms, conversation: { open: 1, continue: 0.5, think: 0.25 } }
              - { name: b, rate: 9, prompt_tokens: 7, output_tokens: 8 }
            """,
            "w.yaml");
        LoadSchedule written = LoadSchedule.Generate(workload, 5, TimeSpan.FromSeconds(20), 1);
        string text = ScheduleGenerationTests.TextOf(written);
        LoadSchedule read = Parse(text);
        Assert.Equal(text, ScheduleGenerationTests.TextOf(read));
        Assert.Equal(written.Sha256, read.Sha256);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))), read.Sha256);
        Assert.Equal((null, null), (read.Seed, read.Window));
        Assert.All(written.Arrivals.Zip(read.Arrivals), pair => Assert.Equivalent(pair.First, pair.Second, strict: true));
    }

    [Theory]
    [InlineData("heavy-20s.schedule.jsonl", 823, 203)]
    [InlineData("quarter-20s.schedule.jsonl", 365, 72)]
    public void The_reference_schedules_are_read(string file, int arrivals, int followUps)
    {
        string path = SharedData.PathOf("reference-runs", file);
        LoadSchedule schedule = LoadSchedule.Read(path);
        Assert.Equal(arrivals, schedule.Arrivals.Count);
        Assert.Equal(followUps, schedule.Arrivals.Count(arrival => arrival.IsFollowUp));
        Assert.Equal(file, schedule.WorkloadName);
        Assert.Equal(schedule.Sha256, Parse(ScheduleGenerationTests.TextOf(schedule)).Sha256);

        // The same text, save the blanks that its writer puts behind colons and commas.
        Assert.All(File.ReadAllLines(path).Zip(ScheduleGenerationTests.TextOf(schedule).Split('\n')), pair =>
            Assert.Equal(pair.First.Replace(": ", ":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal), pair.Second));
    }

    [Fact]
    public void Every_key_is_read()
    {
        LoadSchedule schedule = Parse(
            First,
            "",
            """{"id": "b", "after": "a", "think": 1e-05, "profile": "p", "prompt_tokens": 20, "output_tokens": 5, "max_output_tokens": 5, "prefix": [{"id": "a", "tokens": 10}, {"id": "out:a", "tokens": 5}], "conversation": "a", "turn": 2, "tenant": "gold", "priority": -1, "timeout": 90}""");
        Arrival followUp = schedule.Arrivals[1];
        Assert.Equal((1, 0, "a", null), (followUp.Line, followUp.Predecessor, followUp.After, followUp.At));
        Assert.Equal(TimeSpan.FromMicroseconds(10), followUp.Think);
        Assert.Equal([new PrefixPart("a", 10), new PrefixPart("out:a", 5)], followUp.Prefix);
        Assert.Equal(("gold", -1, TimeSpan.FromSeconds(90)), (followUp.Tenant, followUp.Priority, followUp.Timeout));
        Assert.Equal(TimeSpan.FromSeconds(0.5), schedule.Arrivals[0].At);
        Assert.Equal([followUp], schedule.FollowUpsOf(schedule.Arrivals[0]));
        Assert.Equal((1, -1), (schedule.IndexOf("b"), schedule.IndexOf("c")));
    }

    [Fact]
    public void First_turns_in_any_order_are_sorted_by_due_time_but_keep_their_lines()
    {
        LoadSchedule schedule = Parse(First, First.Replace("\"a\"", "\"b\"", StringComparison.Ordinal).Replace("0.5", "0.25", StringComparison.Ordinal));
        Assert.Equal(["b", "a"], schedule.FirstTurns.Select(arrival => arrival.Id));
        Assert.Equal([0, 1], schedule.Arrivals.Select(arrival => arrival.Line));
        Assert.Equal(0, schedule.ReplicaOf(schedule.Arrivals[1], 2));
    }

    [Theory]
    [InlineData("\"at\": 0.5", "\"at\": -0.5", "at is -0.5; allowed are seconds of 0 and more.")]
    [InlineData("\"at\": 0.5", "\"at\": \"soon\"", "at is \"soon\"; allowed are seconds of 0 and more.")]
    [InlineData("\"at\": 0.5, ", "", "an arrival has either 'at', or 'after' and 'think'.")]
    [InlineData("\"at\": 0.5", "\"at\": 0.5, \"after\": \"x\"", "an arrival has either 'at', or 'after' and 'think'.")]
    [InlineData("\"at\": 0.5", "\"after\": \"x\"", "an arrival has either 'at', or 'after' and 'think'.")]
    [InlineData("\"at\": 0.5", "\"after\": \"x\", \"think\": 1", "after is 'x'; allowed are ids of earlier lines.")]
    [InlineData("\"at\": 0.5", "\"after\": \"b\", \"think\": 1", "after is 'b'; allowed are ids of earlier lines.")]
    [InlineData("\"at\": 0.5", "\"after\": \"a\", \"think\": 1", "conversation is 'b'; allowed is that of the line it comes after, 'a'.")]
    [InlineData("\"id\": \"b\"", "\"id\": \"a\"", "id 'a' is there twice; allowed are unique ids.")]
    [InlineData("\"id\": \"b\"", "\"id\": 7", "id is 7; allowed are strings that are not empty.")]
    [InlineData("\"id\": \"b\"", "\"id\": \"out:a\"", "id is 'out:a'; ids that begin with 'out:' are those of outputs.")]
    [InlineData("\"id\": \"b\", ", "", "an arrival lacks the key 'id'.")]
    [InlineData("\"profile\": \"p\", ", "", "an arrival lacks the key 'profile'.")]
    [InlineData("\"prompt_tokens\": 10", "\"prompt_tokens\": 0", "prompt_tokens is 0; allowed are whole numbers from 1 to 2147483647.")]
    [InlineData("\"prompt_tokens\": 10", "\"prompt_tokens\": 1.5", "prompt_tokens is 1.5; allowed are whole numbers from 1 to 2147483647.")]
    [InlineData("\"prompt_tokens\"", "\"promt_tokens\"", "unknown key 'promt_tokens'; did you mean 'prompt_tokens'?")]
    [InlineData("\"output_tokens\": 5", "\"output_tokens\": 9", "output_tokens is 9; allowed are at most max_output_tokens, 8.")]
    [InlineData("\"turn\": 1", "\"turn\": 1, \"prefix\": [{\"id\": \"x\", \"tokens\": 11}]", "prefix has 11 tokens; allowed are at most prompt_tokens, 10.")]
    [InlineData("\"turn\": 1", "\"turn\": 1, \"prefix\": [{\"id\": \"x\"}]", "a prefix part lacks the key 'tokens'.")]
    [InlineData("\"turn\": 1", "\"turn\": 1, \"prefix\": [{\"id\": \"x\", \"tokens\": 1, \"length\": 1}]", "unknown key 'length'; allowed are id, tokens.")]
    [InlineData("\"turn\": 1", "\"turn\": 1, \"prefix\": \"x\"", "prefix is \"x\"; allowed are lists.")]
    [InlineData("\"turn\": 1", "\"turn\": 1, \"timeout\": 0", "timeout is 0; allowed are seconds above 0.")]
    [InlineData("\"turn\": 1", "\"turn\": 1, \"priority\": \"high\"", "priority is \"high\"; allowed are whole numbers.")]
    public void A_wrong_line_is_named_with_what_is_allowed(string correct, string wrong, string message)
    {
        string second = First.Replace("\"a\"", "\"b\"", StringComparison.Ordinal);
        Assert.Contains(correct, second, StringComparison.Ordinal);
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Parse(First, "", second.Replace(correct, wrong, StringComparison.Ordinal)));
        Assert.Equal("s.jsonl line 3: " + message, problem.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"id": "a", "id": "b"}""")]
    public void A_line_that_is_not_one_object_is_named(string line) =>
        Assert.StartsWith("s.jsonl line 2: this is not one JSON object: ", Assert.Throws<InvalidConfigurationException>(() => Parse(First, line)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_array_is_no_arrival() =>
        Assert.Equal("s.jsonl line 1: an arrival must be a JSON object.", Assert.Throws<InvalidConfigurationException>(() => Parse("[]")).Message);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith("schedule 'nowhere.jsonl' cannot be read: ", Assert.Throws<InvalidConfigurationException>(() => LoadSchedule.Read("nowhere.jsonl")).Message, StringComparison.Ordinal);

    private static LoadSchedule Parse(params string[] lines) => LoadSchedule.ReadFrom(new StringReader(string.Join('\n', lines)), "s.jsonl");
}
