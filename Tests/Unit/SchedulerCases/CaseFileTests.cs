using Emulator;
using Emulator.SchedulerCases;

namespace Tests.Unit.SchedulerCases;

/// <summary>What a case file may say, and what its author reads who got it wrong.</summary>
public sealed class CaseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void All_kinds_of_prompt_parts_become_tokens()
    {
        SchedulerCase read = CaseFile.Read(_folder.Write("a.json", SmallCase.With("events", """
            [{"step":0,"add":"a","prompt":[5,6,{"seed":3,"count":2,"from":7}],"max_tokens":9},
             {"step":1,"add":"b","prompt":[{"output_of":"a","count":4}],"max_tokens":1,"stop_after":3,"priority":-2,"arrival":0}]
            """)));

        Assert.Equal([(5UL, 2), (300_007UL, 2)], read.Events[0].Added!.Prompt.Runs.ToArray().Select(run => (run.First, run.Count)));
        Assert.Equal([(1_000_000_000UL, 4)], read.Events[1].Added!.Prompt.Runs.ToArray().Select(run => (run.First, run.Count)));
        Assert.Equal((1_000_100_000UL, 3, -2, 0L), (read.Events[1].Added!.OutputStart, read.Events[1].Added!.StopAfter, read.Events[1].Added!.Priority, read.Events[1].Added!.Arrival));
    }

    [Theory]
    [InlineData("config.block_size", "0", ": config: block_size is 0; allowed are whole numbers from 1 to 2147483647.")]
    [InlineData("config.num_gpu_blocks", "1", ": config: num_gpu_blocks is 1; allowed are whole numbers from 2 to 16777216.")]
    [InlineData("config.max_num_seqs", "17", ": config: token_budget is 16, below max_num_seqs (17); allowed are 17 and more.")]
    [InlineData("config.max_num_seqs", "1.5", ": config: max_num_seqs is 1.5; allowed are whole numbers from 1 to 1048576.")]
    [InlineData("config.policy", "\"lifo\"", ": config: policy is 'lifo'; allowed are fcfs and priority.")]
    [InlineData("config.prefix_caching", "1", ": config: prefix_caching is 1; allowed are true and false.")]
    [InlineData("config.watermark_blocks", "null", ": config: config lacks the key 'watermark_blocks'.")]
    [InlineData("config.watermark_block", "1", ": config: unknown key 'watermark_block'; did you mean 'watermark_blocks'?")]
    [InlineData("config", "null", ": a case lacks the key 'config'.")]
    [InlineData("events", "null", ": a case lacks the key 'events'.")]
    [InlineData("events", "{}", ": events is {}; allowed are lists.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[],"max_tokens":1}]""", ": events[0]: prompt is missing or empty; allowed are lists of at least one token.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[-1],"max_tokens":1}]""", ": events[0].prompt[0] is -1; allowed are whole numbers from 0 to 4294967295.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[{"seed":10000,"count":1}],"max_tokens":1}]""", ": events[0].prompt[0]: seed is 10000; allowed are whole numbers from 0 to 9999.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[{"seed":1,"count":99999,"from":1}],"max_tokens":1}]""", ": events[0].prompt[0]: from + count is 100000; allowed are sums below 100000.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[{"output_of":"b","count":1}],"max_tokens":1}]""", ": events[0].prompt[0]: output_of is 'b', which no event before this adds.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[1],"max_tokens":0}]""", ": events[0]: max_tokens is 0; allowed are whole numbers from 1 to 2147483647.")]
    [InlineData("events", """[{"step":0,"add":"a","promt":[1],"max_tokens":1}]""", ": events[0]: unknown key 'promt'; did you mean 'prompt'?")]
    [InlineData("events", """[{"step":1,"abort":"a"},{"step":0,"abort":"a"}]""", ": events[1]: step is 0, but the event before it is of step 1; allowed are events in the order of their steps.")]
    [InlineData("events", """[{"step":0,"add":"a","prompt":[1],"max_tokens":1,"arrival":3},{"step":0,"add":"b","prompt":[1],"max_tokens":1,"arrival":3}]""", ": events[1]: arrival is 3, as of an event before; allowed are numbers that are unique in the case.")]
    [InlineData("steps", """[{"running":0,"waiting":0}]""", ": steps[0]: a step lacks the key 'free'.")]
    [InlineData("steps", """[{"runing":0,"waiting":0,"free":[1,1]}]""", ": steps[0]: unknown key 'runing'; did you mean 'running'?")]
    [InlineData("max_steps", "-1", ": max_steps is -1; allowed are whole numbers from 0 to 2147483647.")]
    public void A_wrong_value_is_one_sentence(string key, string value, string sentence)
    {
        string path = _folder.Write("wrong.json", SmallCase.With(key, value));

        Assert.Equal(path + sentence, Assert.Throws<InvalidConfigurationException>(() => CaseFile.Read(path)).Message);
    }

    [Theory]
    [InlineData("", ": this is not one JSON object: ")]
    [InlineData("{", ": this is not one JSON object: ")]
    [InlineData("[]", ": a case must be a JSON object.")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"}", ": this is not one JSON object: ")]
    [InlineData("""{"name":"\ud800"}""", ": this is not one JSON object: ")]
    public void A_malformed_file_is_one_sentence(string text, string sentence)
    {
        string path = _folder.Write("wrong.json", text);

        Assert.StartsWith(path + sentence, Assert.Throws<InvalidConfigurationException>(() => CaseFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_of_the_whole_file_may_have_any_key() => Assert.Equal("small", CaseFile.Read(_folder.Write("a.json", SmallCase.With("recorded_by", "\"me\""))).Name);

    public void Dispose() => _folder.Dispose();
}
