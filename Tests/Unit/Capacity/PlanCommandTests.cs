using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulator.Cli;
using Emulator.Configuration;
using Tests.Unit.Cli;
using Tests.Unit.CostModel;

namespace Tests.Unit.Capacity;

public sealed class PlanCommandTests
{
    [Theory]
    [InlineData("llama3-8b-h100")]
    [InlineData("llama3-70b-h100-tp8")]
    [InlineData("seed-single")]
    [InlineData("seed-tp8")]
    public async Task The_figures_are_those_of_the_engine(string preset)
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"plan --preset {preset} --json");

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        JsonNode plan = JsonNode.Parse(output)!;
        EngineSetup engine = EngineSetup.From(ServerOptions.FromPreset(preset));
        Assert.True(plan["fits"]!.GetValue<bool>());
        Assert.Equal(engine.KvBlocks, plan["kv_blocks"]!.GetValue<long>());
        Assert.Equal(engine.Memory.WeightBytes, plan["memory"]!["weight_bytes"]!.GetValue<double>());
        Assert.Equal(engine.Memory.ActivationBytes, plan["memory"]!["activation_bytes"]!.GetValue<double>());
        Assert.Equal(engine.Memory.KvBytesPerToken, plan["memory"]!["kv_bytes_per_token"]!.GetValue<long>());
        Assert.Equal(engine.Blueprint.Scheduling.TokenBudget, plan["token_budget"]!.GetValue<int>());
    }

    [Fact]
    public async Task Lengths_are_held_in_whole_blocks()
    {
        (_, string output, _) = await EmulatorRun.OfLine("plan --preset llama3-8b-h100 --num-gpu-blocks-override 101 --max-model-len 1024 --lengths 100+60,17+1,1k+1k --json");

        // 100 blocks of 16: 160 tokens are 10 blocks, 130 are 9; 18 are 2, 17 are 2; 2,000 are 125, 1,500 are 94.
        Assert.Equal(
            [(10, 11), (50, 50), (0, 1)],
            JsonNode.Parse(output)!["lengths"]!.AsArray().Select(length => (length!["at_full_length"]!.GetValue<int>(), length["at_half_the_answer"]!.GetValue<int>())));
    }

    [Fact]
    public async Task What_does_not_fit_is_exit_code_2_with_what_would_and_the_tables_all_the_same()
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine("plan --preset llama3-70b-h100-tp8 --tp 2");

        Assert.Equal(ExitCode.BadUsage, exitCode);
        Assert.Contains("KV cache  1,225 blocks of 16 tokens: 19,600 tokens, 163,840 bytes each", output, StringComparison.Ordinal);
        Assert.Equal(
            "max model length 131072 is larger than the KV cache's 19600 tokens; the largest length that fits is 19600, and the smallest tensor-parallel-size that fits is 4, "
            + "and at 2 it fits with dtype fp8; kv-cache-dtype fp8 would halve the bytes of each token.\n",
            error);
    }

    [Fact]
    public async Task Json_says_why_it_does_not_fit()
    {
        (int exitCode, string output, _) = await EmulatorRun.OfLine("plan --preset llama3-70b-h100-tp8 --tp 1 --json");

        JsonNode plan = JsonNode.Parse(output)!;
        Assert.Equal((ExitCode.BadUsage, false), (exitCode, plan["fits"]!.GetValue<bool>()));
        Assert.StartsWith("no memory for KV cache blocks", plan["problem"]!.GetValue<string>(), StringComparison.Ordinal);
        Near.Equal(67.6e9, plan["memory"]!["missing_bytes"]!.GetValue<double>());
        Assert.Equal([false, false, true, true], plan["tensor_parallel_sizes"]!.AsArray().Select(size => size!["fits"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_larger_budget_brings_the_first_token_sooner_and_makes_the_others_wait_longer()
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine("plan --preset seed-tp8 --budget --csv");

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        string[] rows = output.TrimEnd().Split('\n');
        Assert.Equal("budget,prefill_tokens,steps,ttft_ms,best_itl_ms,worst_itl_ms,prefill_tokens_per_second", rows[0]);
        string[][] budgets = [.. rows[1..].Select(row => row.Split(',')).Where(row => !row[0].StartsWith("target", StringComparison.Ordinal))];
        Assert.Equal(["fixed 256", "fixed 512", "fixed 1024", "fixed 2048", "study 3691", "fixed 4096", "fixed 8192", "fixed 16384", "fixed 32768"], budgets.Select(row => row[0]));
        double[] worst = [.. budgets.Select(row => double.Parse(row[5], CultureInfo.InvariantCulture))];
        double[] steps = [.. budgets.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture))];
        Assert.Equal(worst.Order(), worst);
        Assert.Equal(steps.OrderDescending(), steps);
        Assert.All(budgets, row => Assert.Equal(budgets[0][4], row[4]));
    }

    [Fact]
    public async Task Steps_of_a_prompt_are_steps_of_the_cost_model()
    {
        // 25 ms beside 32 decodes of 1,024 tokens let 928 tokens in: 24,777 us, and 944 would take 25,950.
        (_, string output, _) = await EmulatorRun.OfLine("plan --model Llama-3-8B --gpu H100 --running 32 --context 1024 --prompt 928 --targets 25ms,10ms --budget --json");

        JsonNode[] points = [.. JsonNode.Parse(output)!.AsArray().Where(point => point!["budget"]!.GetValue<string>().StartsWith("target", StringComparison.Ordinal)).Select(point => point!)];
        Assert.Equal([928, 144], points.Select(point => point["prefill_tokens"]!.GetValue<int>()));
        Assert.Equal([1, 7], points.Select(point => point["steps"]!.GetValue<int>()));
        Near.Equal(24.777, points[0]["ttft_ms"]!.GetValue<double>());
        Near.Equal(24.777, points[0]["worst_itl_ms"]!.GetValue<double>());
        Near.Equal(8.5938, points[0]["best_itl_ms"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_curve_is_drawn_with_a_label_a_budget()
    {
        using TemporaryFolder folder = new();
        await EmulatorRun.OfLine($"plan --preset seed-tp8 --budget --plot {folder.PathOf("budget.svg")}");
        XElement drawing = XElement.Load(folder.PathOf("budget.svg"));
        Assert.Contains(drawing.Elements(), mark => mark.Value == "3691");
        Assert.Contains(drawing.Elements(), mark => mark.Value == "50ms");
    }

    [Fact]
    public async Task A_load_that_memory_does_not_hold_is_pointed_out()
    {
        (int exitCode, _, string error) = await EmulatorRun.OfLine("plan --preset llama3-8b-h100 --budget --running 200 --context 8192");
        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal("this load holds 1,646,592 tokens, but the KV cache only 445,584: a server would not run so many requests at once.\n", error);
    }

    [Theory]
    [InlineData("--lengths 1024", "--lengths has '1024'; allowed are PROMPT+OUTPUT in tokens, separated by commas, such as 1024+256,8192+1024.")]
    [InlineData("--running 4", "--running has no meaning without --budget.")]
    [InlineData("--budget --running x", "--running is 'x'; allowed are whole numbers from 1 to 10000000.")]
    [InlineData("--budget --targets 0ms", "--targets has '0ms'; allowed are durations from 100us to 3600s, separated by commas.")]
    [InlineData("--model Llama-3-8B --max-model-len 8193", "max-model-len is 8193, above the 8192 tokens of context that Llama-3-8B was made for.")]
    [InlineData("--tp 16", "tensor-parallel-size is 16, but H100-SXM has all-reduce coefficients only for 2, 4, 8; allowed are 1 and these, nothing is extrapolated.")]
    public async Task What_cannot_be_is_a_sentence_and_exit_code_2(string arguments, string sentence) =>
        Assert.Equal((ExitCode.BadUsage, "", sentence + "\n"), await EmulatorRun.OfLine($"plan {arguments}"));

    [Theory]
    [InlineData("--budget --lengths 1+1", "--lengths has no meaning with --budget.")]
    [InlineData("--budget --json --csv", "--json and --csv are both given; allowed is one of them.")]
    [InlineData("--budget --no-enable-chunked-prefill --max-model-len 8192", "enable-chunked-prefill is false, but --budget compares budgets that cut prompts; allowed is true.")]
    [InlineData("--budget --targets 1us", "--targets has '1us'; allowed are")]
    [InlineData("--budget --targets 10ms,,20ms", "--targets has ''; allowed are")]
    [InlineData("--budget --model Llama-3.1-70B --csv", "no memory for KV cache blocks:")]
    public async Task What_a_curve_cannot_be_is_a_sentence_and_exit_code_2(string arguments, string sentence)
    {
        (int exitCode, _, string error) = await EmulatorRun.OfLine($"plan {arguments}");
        Assert.Equal(2, exitCode);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }
}
