using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulator.Cli;
using Tests.Unit.Cli;
using Tests.Unit.CostModel;

namespace Tests.Unit.Explanation;

public sealed class ExplainCommandTests
{
    private const string WorkedStep = "explain --model Llama-3-70B --gpu H100 --tp 8 --decode 32x2048";

    [Fact]
    public async Task Json_has_the_worked_step_with_parts_that_sum_to_the_total()
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"{WorkedStep} --json");

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        JsonNode step = JsonNode.Parse(output)!;
        Near.Equal(12_454, step["total_us"]!.GetValue<double>());
        Near.Equal(5_988, step["floor_us"]!.GetValue<double>());
        Near.Equal(step["total_us"]!.GetValue<double>(), step["parts_us"]!.AsObject().Sum(part => part.Value!.GetValue<double>()), 1e-12);
        Near.Equal(step["total_us"]!.GetValue<double>(), step["operations"]!.AsArray().Sum(operation => operation!["us"]!.GetValue<double>()), 1e-12);
        Near.Equal(1_747.1, step["parts_us"]!["allreduce"]!.GetValue<double>());
        Assert.Equal(65_536, step["step"]!["decode_context"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("--model Llama-3-8B --decode 16x1000 --prefill 1x512@512+ --gpu A100", 43_665)]
    [InlineData("--model Llama-3-8B --prefill 1x2048", 46_932)]
    [InlineData("--model Llama-3-70B --tp 4 --dtype fp8 --kv-cache-dtype fp8 --decode 32x1024 --decode 32x1k --decode 0x1", 0)]
    [InlineData("--model Llama-3-70B --tp 4 --dtype fp8 --kv-cache-dtype fp8 --decode 32x1024 --decode 32x1024", 14_671)]
    [InlineData("--model gpt-oss-120b --tp 2 --dtype auto --decode 8x2048", 6_023.8)]
    public async Task Options_of_the_machine_and_groups_of_sequences_make_the_step(string arguments, double microseconds)
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"explain {arguments} --json");

        Assert.Equal(microseconds == 0 ? ExitCode.BadUsage : ExitCode.Done, exitCode);
        if (microseconds == 0)
        {
            Assert.StartsWith("--decode is '0x1'; allowed are NxCONTEXT", error, StringComparison.Ordinal);
            return;
        }

        Near.Equal(microseconds, JsonNode.Parse(output)!["total_us"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_sweep_is_a_row_a_point_and_ends_where_it_was_told()
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine($"{WorkedStep} --sweep batch=1..48");

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        string[] rows = output.TrimEnd().Split('\n');
        Assert.Equal("batch,gemm_us,attention_us,elementwise_us,allreduce_us,head_us,overhead_us,total_us,low_us,high_us,floor_us,output_tokens_per_second,computed_tokens_per_second", rows[0]);
        Assert.Equal(["1", "2", "4", "8", "16", "32", "48"], rows[1..].Select(row => row.Split(',')[0]));
        double[] worked = [.. rows[6].Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        Near.Equal(12_454, worked[7]);
        Near.Equal(worked[7], worked[1..7].Sum(), 1e-6);
    }

    [Theory]
    [InlineData("context=1024..4096:1024", "1024,2048,3072,4096")]
    [InlineData("prefill=16..40:16", "16,32,40")]
    [InlineData("batch=3..3", "3")]
    [InlineData("batch=1..100:10x", "1,10,100")]
    public async Task Steps_are_factors_or_distances(string sweep, string values)
    {
        (_, string output, _) = await EmulatorRun.OfLine($"explain --sweep {sweep}");
        Assert.Equal(values.Split(','), output.TrimEnd().Split('\n')[1..].Select(row => row.Split(',')[0]));
    }

    [Fact]
    public async Task A_sweep_over_GPUs_leaves_out_what_does_not_divide_and_says_so()
    {
        (int exitCode, string output, string error) = await EmulatorRun.OfLine("explain --decode 8x2048 --sweep tp=1..4:1");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(["1", "2", "4"], output.TrimEnd().Split('\n')[1..].Select(row => row.Split(',')[0]));
        Assert.StartsWith("tensor-parallel-size is 3, which does not divide", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plot_is_a_drawing_of_the_parts()
    {
        using TemporaryFolder folder = new();
        (int exitCode, _, _) = await EmulatorRun.OfLine($"{WorkedStep} --sweep batch=1..64 --plot {folder.PathOf("sweep.svg")}");

        Assert.Equal(ExitCode.Done, exitCode);
        XElement drawing = XElement.Load(folder.PathOf("sweep.svg"));
        Assert.Equal("{http://www.w3.org/2000/svg}svg", drawing.Name.ToString());
        Assert.Equal(6, drawing.Elements().Count(mark => mark.Name.LocalName == "polygon"));
        Assert.Contains(drawing.Elements(), mark => mark.Value == "allreduce");
    }

    [Fact]
    public async Task A_plot_that_cannot_be_written_is_exit_code_4()
    {
        (int exitCode, _, string error) = await EmulatorRun.OfLine("explain --sweep batch=1..2 --plot no/such/folder.svg");
        Assert.Equal(ExitCode.OutputFailed, exitCode);
        Assert.StartsWith("--plot is 'no/such/folder.svg', which cannot be written: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "--decode and --prefill are missing; allowed is at least one of them, such as --decode 64x2048 or --prefill 1x2048.")]
    [InlineData("--decode 64", "--decode is '64'; allowed are NxCONTEXT, such as 64x2048 for 64 sequences with 2048 tokens of context each.")]
    [InlineData("--decode 64x-1", "--decode is '64x-1'; allowed are NxCONTEXT, such as 64x2048 for 64 sequences with 2048 tokens of context each.")]
    [InlineData("--prefill 1x2048@", "--prefill is '1x2048@'; allowed are NxTOKENS[@PAST][+], such as 1x2048, 1x512@4096 behind 4096 tokens that are cached, and 1x512+ where more of the prompt is left.")]
    [InlineData("--prefill 10000000x10000000", "the step has 100000000000000 tokens; allowed are 1 to 10000000.")]
    [InlineData("--sweep btch=1..2", "--sweep names 'btch'; did you mean 'batch'?")]
    [InlineData("--sweep batch=2..1", "--sweep is 'batch=2..1'; allowed are batch=FIRST..LAST (each point twice the one before), batch=FIRST..LAST:4x and, in even steps, batch=FIRST..LAST:16.")]
    [InlineData("--sweep batch=1..2:1x", "--sweep is 'batch=1..2:1x'; allowed are batch=FIRST..LAST (each point twice the one before), batch=FIRST..LAST:4x and, in even steps, batch=FIRST..LAST:16.")]
    [InlineData("--sweep batch=1..1000000:1", "--sweep is 'batch=1..1000000:1', which is more than 100000 points; allowed is a larger step.")]
    [InlineData("--decode 1x1 --decode 1x2 --sweep batch=1..2", "--decode is given 2 times, but --sweep batch changes one group; allowed is one --decode.")]
    [InlineData("--decode 1x1 --sweep tp=3..3", "tensor-parallel-size is 3, which does not divide the 32 attention heads of Llama-3.1-8B; allowed are 1, 2, 4, 8.")]
    [InlineData("--decode 1x1 --plot x.svg", "--plot is 'x.svg', but there is nothing to draw without --sweep.")]
    [InlineData("--decode 1x1 --json --sweep batch=1..2", "--json and --sweep are both given, but a sweep is CSV; allowed is one of them.")]
    [InlineData("--decode 1x1 --gpu A100 --dtype fp8", "dtype is fp8, but A100-SXM has no fp8 units; allowed are auto, bfloat16 and float16.")]
    public async Task What_cannot_be_is_a_sentence_and_exit_code_2(string arguments, string sentence) =>
        Assert.Equal((ExitCode.BadUsage, "", sentence + "\n"), await EmulatorRun.OfLine($"explain {arguments}"));
}
