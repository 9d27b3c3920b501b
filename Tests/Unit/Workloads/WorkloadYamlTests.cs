using Emulator;
using LoadGen.Arrivals;
using LoadGen.Workloads;

namespace Tests.Unit.Workloads;

public sealed class WorkloadYamlTests
{
    [Fact]
    public void Every_key_is_read()
    {
        Workload workload = Workload.Parse(
            """
            name: mine
            description: All there is
            profiles:
              - name: chat
                rate: 2.5
                arrivals: constant
                prompt_tokens: { lognormal: { median: 1k, p99: 4k }, min: 10, max: 2k, out_of_range: redraw }
                output_tokens: 300
                max_output_tokens: 1k
                conversation: { open: 0.5, continue: 0.25, max_turns: 3, think: { uniform: { min: 500ms, max: 2 } } }
                tenant: gold
                priority: -1
                timeout: 90s
            """,
            "mine.yaml");

        ClientProfile profile = Assert.Single(workload.Profiles);
        Assert.Equal(("mine", "All there is"), (workload.Name, workload.Description));
        Assert.Equal(2.5, Assert.IsType<ConstantArrivals>(profile.Arrivals).RatePerSecond);
        Assert.Equal("log-normal, mu 6.9078, sigma 0.5959, 10 to 2001 (redrawn)", profile.PromptTokens.ToString().Replace("2000.9999999999998", "2001", StringComparison.Ordinal));
        Assert.Equal(300, profile.OutputTokens.Distribution.Mean);
        Assert.Equal(1_000, profile.MaxOutputTokens);
        Assert.Equal((0.5, 0.25, 3, 1.25), (profile.Conversation!.OpenProbability, profile.Conversation.ContinueProbability, profile.Conversation.MaxTurns, profile.Conversation.Think.Mean));
        Assert.Equal(("gold", -1, TimeSpan.FromSeconds(90)), (profile.Tenant, profile.Priority, profile.Timeout));
    }

    [Fact]
    public void Bounds_of_token_counts_are_both_drawn()
    {
        TokenLength redrawn = Tokens("{ uniform: { min: 0, max: 100 }, min: 3, max: 5, out_of_range: redraw }");
        TokenLength clamped = Tokens("{ uniform: { min: 0, max: 100 }, min: 3, max: 5, out_of_range: clamp }");
        SeededRandom random = new(1, "bounds");
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 1_000).Select(_ => redrawn.Sample(random)).Distinct().Order());
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 1_000).Select(_ => clamped.Sample(random)).Distinct().Order());
    }

    [Theory]
    [InlineData("rate: -3", "w.yaml line 3: rate is -3; allowed are rates above 0 requests per second.")]
    [InlineData("rate: 0", "w.yaml line 3: rate is 0; allowed are rates above 0 requests per second.")]
    [InlineData("rate: fast", "w.yaml line 3: rate is 'fast'; allowed are numbers.")]
    [InlineData("arrivals: poison", "w.yaml line 6: arrivals is 'poison'; did you mean 'poisson'?")]
    [InlineData("promt_tokens: 5", "w.yaml line 6: unknown key 'promt_tokens' in a profile; did you mean 'prompt_tokens'?")]
    [InlineData("colour: red", "w.yaml line 6: unknown key 'colour' in a profile; allowed are name, rate, arrivals, prompt_tokens, output_tokens, conversation, tenant, priority, timeout, max_output_tokens.")]
    [InlineData("max_output_tokens: 0", "w.yaml line 6: max_output_tokens is '0'; allowed are 1 to 2147483647 tokens.")]
    [InlineData("timeout: 0s", "w.yaml line 6: timeout is '0s'; allowed are durations above 0.")]
    [InlineData("priority: high", "w.yaml line 6: priority is 'high'; allowed are whole numbers.")]
    [InlineData("tenant: [a]", "w.yaml line 6: tenant must be a single value.")]
    [InlineData("name: a b", "w.yaml line 2: a profile is named 'a b'; allowed are letters, digits, '_', '-' and '.'.")]
    [InlineData("prompt_tokens: -5", "w.yaml line 4: prompt_tokens is '-5'; allowed are numbers of 0 and more, such as 0.25, 60 or 1.5k.")]
    [InlineData("prompt_tokens: [1]", "w.yaml line 4: prompt_tokens must be a mapping of keys to values.")]
    [InlineData("prompt_tokens: { }", "w.yaml line 4: prompt_tokens is given by no distribution; allowed is exactly one of fixed, uniform, exponential, lognormal.")]
    [InlineData("prompt_tokens: { fixed: 1, exponential: { mean: 1 } }", "w.yaml line 4: prompt_tokens is given by fixed and exponential; allowed is exactly one of fixed, uniform, exponential, lognormal.")]
    [InlineData("prompt_tokens: { gauss: { mean: 1 } }", "w.yaml line 4: unknown key 'gauss' in prompt_tokens; allowed are fixed, uniform, exponential, lognormal, min, max, out_of_range.")]
    [InlineData("prompt_tokens: { uniform: { min: 9, max: 9 } }", "w.yaml line 4: uniform has min 9 and max 9; allowed are a min of 0 and more and a max above it.")]
    [InlineData("prompt_tokens: { uniform: { min: 9 } }", "w.yaml line 4: uniform lacks the key 'max'.")]
    [InlineData("prompt_tokens: { exponential: { mean: 0 } }", "w.yaml line 4: exponential has mean 0; allowed are means above 0.")]
    [InlineData("prompt_tokens: { lognormal: { mu: 8.7, cv: 0.1 } }", "w.yaml line 4: lognormal is given by {mu, cv}; allowed is exactly one of {mu, sigma}, {mean, cv}, {mean, stddev}, {median, p99}, {p50, p99}.")]
    [InlineData("prompt_tokens: { lognormal: { mu: 8.7, sigma: -1 } }", "w.yaml line 4: lognormal has mu 8.7 and sigma -1; allowed are a sigma above 0 and a mean, exp(mu + sigma²/2), below 1e308.")]
    [InlineData("prompt_tokens: { fixed: 5, min: 1 }", "w.yaml line 4: out_of_range of prompt_tokens is nothing; with min or max, allowed are clamp and redraw.")]
    [InlineData("prompt_tokens: { fixed: 5, min: 1, out_of_range: cut }", "w.yaml line 4: out_of_range of prompt_tokens is cut; with min or max, allowed are clamp and redraw.")]
    [InlineData("prompt_tokens: { fixed: 5, out_of_range: clamp }", "w.yaml line 4: prompt_tokens has out_of_range without min or max; give one of them.")]
    [InlineData("prompt_tokens: { fixed: 5, min: 9, max: 8, out_of_range: redraw }", "w.yaml line 4: min is 9 and max is 8; allowed is a max of min and more.")]
    [InlineData("conversation: { open: 1.2, continue: 0.5, think: 1s }", "w.yaml line 6: conversation.open is 1.2; allowed are probabilities from 0 to 1.")]
    [InlineData("conversation: { open: 1, continue: 0.5, max_turns: 1, think: 1s }", "w.yaml line 6: conversation.max_turns is 1; allowed are 2 to 1000 turns, the first included.")]
    [InlineData("conversation: { open: 1, continue: 0.5, think: 1x }", "w.yaml line 6: conversation.think is '1x'; allowed are durations such as 300s, 500ms, 2m, 1h or 1.5 (seconds).")]
    [InlineData("conversation: { open: 1, continue: 0.5 }", "w.yaml line 6: a conversation lacks the key 'think'.")]
    public void A_wrong_profile_gets_one_sentence_with_its_line(string line, string message)
    {
        List<string> lines = ["profiles:", "  - name: a", "    rate: 1", "    prompt_tokens: 5", "    output_tokens: 5"];
        string key = line[..line.IndexOf(':', StringComparison.Ordinal)];
        int same = lines.FindIndex(other => other.TrimStart(' ', '-').StartsWith(key + ":", StringComparison.Ordinal));
        if (same < 0)
        {
            lines.Add("    " + line);
        }
        else
        {
            lines[same] = lines[same][..4] + line;
        }

        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Workload.Parse(string.Join('\n', lines), "w.yaml"));
        Assert.Equal(message, problem.Message);
    }

    [Theory]
    [InlineData("profiles: []", "w.yaml line 1: profiles must be a list of at least one client profile.")]
    [InlineData("name: x", "w.yaml line 1: a workload lacks the key 'profiles'.")]
    [InlineData("just text", "w.yaml line 1: a workload must be a mapping of keys to values.")]
    [InlineData("", "w.yaml holds 0 YAML documents; allowed is exactly one.")]
    [InlineData("profiles:\n  - { name: a, rate: 1, prompt_tokens: 1, output_tokens: 1 }\n  - { name: a, rate: 1, prompt_tokens: 1, output_tokens: 1 }", "w.yaml line 3: two profiles are named 'a'; allowed are different names.")]
    [InlineData("profile: []", "w.yaml line 1: a workload lacks the key 'profiles'.")]
    public void A_wrong_document_gets_one_sentence(string yaml, string message)
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Workload.Parse(yaml, "w.yaml"));
        Assert.Equal(message, problem.Message);
    }

    [Theory]
    [InlineData("profiles: [")]
    [InlineData("name: a\nname: b\nprofiles: []")]
    [InlineData("a: b: c")]
    public void Text_that_is_not_YAML_is_refused_with_its_line(string yaml)
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Workload.Parse(yaml, "w.yaml"));
        Assert.Matches("^w\\.yaml line [0-9]+: this is not valid YAML: ", problem.Message);
    }

    [Fact]
    public void A_workload_that_does_not_exist_gets_the_nearest_name()
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => Workload.Load("hevy"));
        Assert.Equal("workload 'hevy' is neither a built-in (chat-documents, heavy, heavy-prompts, light, multi-turn, reasoning, tenants) nor a file; did you mean 'heavy'?", problem.Message);
    }

    [Fact]
    public void A_workload_is_read_from_a_file()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "profiles: [{ name: a, rate: 1, prompt_tokens: 5, output_tokens: 6 }]");
            Assert.Equal(5, Assert.Single(Workload.Load(path).Profiles).PromptTokens.Distribution.Mean);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TokenLength Tokens(string yaml) =>
        Workload.Parse($"profiles: [{{ name: a, rate: 1, prompt_tokens: {yaml}, output_tokens: 1 }}]", "w.yaml").Profiles[0].PromptTokens;
}
