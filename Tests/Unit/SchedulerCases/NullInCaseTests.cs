using System.Text.Json.Nodes;
using Emulator.Cli;
using Tests.Unit.Cli;

namespace Tests.Unit.SchedulerCases;

/// <summary>Null at each key of a case that has them all: as if the key were not there.</summary>
public sealed class NullInCaseTests : IDisposable
{
    private static readonly string[] s_needed =
    [
        "config", "max_num_seqs", "token_budget", "block_size", "num_gpu_blocks", "chunked_prefill", "long_prefill_threshold", "prefix_caching", "policy", "reserve_full_prompt", "watermark_blocks",
        "events", "steps", "step", "add", "abort", "prompt", "max_tokens", "seed", "count", "output_of", "running", "waiting", "free",
    ];

    private static readonly string s_full = Full();

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Keys() => [.. KeysIn(JsonNode.Parse(s_full)!, "")];

    [Fact]
    public async Task The_case_has_every_key_and_passes()
    {
        string[] keys = [.. Keys().Select(key => key.Data.Split('.')[^1]).Distinct()];

        Assert.Equal([], s_needed.Concat(["about", "source", "check_blocks", "max_steps", "name", "from", "stop_after", "priority", "arrival", "tables", "free_queue", "preempted"]).Except(keys));
        Assert.Equal((ExitCode.Done, "1 passed, 0 failed\n", ""), await Replay(s_full));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Null_is_one_sentence_where_something_must_stand_and_nothing_elsewhere(string key)
    {
        (int code, string output, string error) = await Replay(Altered(key, (parent, last) => parent[last] = null));
        string last = key.Split('.')[^1];
        if (s_needed.Contains(last))
        {
            Assert.Equal((ExitCode.BadUsage, "0 passed, 1 failed\n"), (code, output));
            Assert.EndsWith(".", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }

        // These two say of what kind the object is: without them it is another.
        if (last is not ("abort" or "output_of"))
        {
            Assert.Equal(await Replay(Altered(key, (parent, last) => parent.Remove(last))), (code, output, error));
        }
    }

    [Theory]
    [InlineData("events", "[null]")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[null],"max_tokens":1}]""")]
    [InlineData("steps", "[null]")]
    public async Task Null_in_a_list_is_one_sentence(string key, string value)
    {
        (int code, _, string error) = await Replay(SmallCase.With(key, value));

        Assert.Equal(ExitCode.BadUsage, code);
        Assert.EndsWith(" must be a JSON object.", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int ExitCode, string Output, string Error)> Replay(string text) => EmulatorRun.Of("scheduler", "replay", _folder.Write("small.json", text));

    private static string Full()
    {
        JsonObject root = JsonNode.Parse(SmallCase.With("events", """
            [{"step":0,"add":"a","prompt":[1,2,3],"max_tokens":3,"stop_after":9,"priority":0,"arrival":0},
             {"step":0,"add":"big","prompt":[{"seed":1,"count":40,"from":0}],"max_tokens":1},
             {"step":1,"add":"b","prompt":[{"output_of":"a","count":1}],"max_tokens":9,"stop_after":1},
             {"step":2,"abort":"a"}]
            """))!.AsObject();
        (root["about"], root["source"], root["max_steps"], root["steps"]![0]!["preempted"]) = ("all keys", "none", 3, new JsonArray());
        return root.ToJsonString();
    }

    private static IEnumerable<string> KeysIn(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => KeysIn(member.Value, $"{path}{member.Key}.").Prepend(path + member.Key)),
        JsonArray elements => elements.SelectMany((element, i) => KeysIn(element, $"{path}{i}.")),
        _ => [],
    };

    private static string Altered(string key, Action<JsonObject, string> alter)
    {
        JsonNode root = JsonNode.Parse(s_full)!;
        string[] path = key.Split('.');
        alter(path[..^1].Aggregate(root, (node, part) => int.TryParse(part, out int index) ? node[index]! : node[part]!).AsObject(), path[^1]);
        return root.ToJsonString();
    }
}
