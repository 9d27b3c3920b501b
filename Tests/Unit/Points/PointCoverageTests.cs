using System.Globalization;
using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Points;
using Emulator.Scheduling;
using Tests.Unit.CostModel;

namespace Tests.Unit.Points;

public sealed class PointCoverageTests
{
    private const string Points =
        "id,kind,gpu,tp,model,m,n,k,batch,context,chunks\n"
        + "inside,linear,H100,,,64,8192,8192,,,\n"
        + "wide,linear,H100,,,64,128256,8192,,,\n"
        + "wider,linear,H100,,,64,256512,8192,,,\n"
        + "many,linear,H100,,,40000,8192,8192,,,\n"
        + "borrowed,linear,H200,,,64,8192,8192,,,\n"
        + "deep,step,H100,8,Llama-3-70B,,,,32,65536,512:64\n";

    [Fact]
    public void Points_outside_the_measurements_are_told_once_for_each_device_operation_and_dimension()
    {
        (string[] lines, string error, int unpredicted) = Predict(Points);

        Assert.Equal(0, unpredicted);
        Assert.Equal(7, lines.Length);
        Assert.Equal(
            $"""
            {GpuCatalogue.Warning(GpuCatalogue.Find("H200"))}
            H100-SXM, linear bf16: n is outside what was measured (512..65536) in 2 rows, first wide with 128256.
            H100-SXM, linear bf16: m is outside what was measured (1..32768) in 1 row, first many with 40000.
            H100-SXM, prefill attention: past is outside what was measured (0) in 1 row, first deep with 64.

            """,
            error);
    }

    [Fact]
    public void Strict_coverage_refuses_each_of_them_with_its_value_and_the_range()
    {
        (string[] lines, string error, int unpredicted) = Predict(Points, strict: true);

        Assert.Equal(5, unpredicted);
        Assert.StartsWith("inside,5", lines[1], StringComparison.Ordinal);
        Assert.Equal(["wide,", "wider,", "many,", "borrowed,", "deep,"], lines[2..]);
        Assert.Equal(
            $"""
            wide: not measured: linear bf16 n 128256 (512..65536) on H100-SXM.
            wider: not measured: linear bf16 n 256512 (512..65536) on H100-SXM.
            many: not measured: linear bf16 m 40000 (1..32768) on H100-SXM.
            borrowed: {GpuCatalogue.Warning(GpuCatalogue.Find("H200"))}
            deep: not measured: chunks behind cached tokens on H100-SXM.

            """,
            error);
    }

    [Fact]
    public void Intervals_stand_beside_the_predictions_of_calibrated_devices_alone()
    {
        (string[] lines, _, _) = Predict(Points, intervals: true);

        Assert.Equal("id,predicted_us,low_us,high_us", lines[0]);
        FitQuality fit = GpuCatalogue.Find("H100").Coefficients.LinearBf16.Fit!;
        double[] inside = [.. lines[1].Split(',')[1..].Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        Near.Equal(fit.LowRatio, inside[1] / inside[0], 1e-5);
        Near.Equal(fit.HighRatio, inside[2] / inside[0], 1e-5);
        Assert.EndsWith(",,", lines[5], StringComparison.Ordinal);
        double[] deep = [.. lines[6].Split(',')[1..].Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        Assert.True(deep[1] < deep[0] && deep[0] < deep[2]);
    }

    [Theory]
    [InlineData("batch,context,heads,kv_heads,head_dim", "attention_decode", "1,4,8,1,128", "decode attention bf16: context is outside what was measured (8..131072) in 1 row, first x with 4.")]
    [InlineData("batch,context,heads,kv_heads,head_dim", "attention_decode", "1,1000,8,1,64", "decode attention bf16: head_dim is outside what was measured (128) in 1 row, first x with 64.")]
    [InlineData("batch,new_tokens,past,heads,kv_heads,head_dim", "attention_prefill", "8,100,7,8,1,128", "prefill attention bf16: past is outside what was measured (0) in 1 row, first x with 7.")]
    [InlineData("tp,bytes", "allreduce", "8,512", "all-reduce over 8: bytes is outside what was measured (16384..268435456) in 1 row, first x with 512.")]
    [InlineData("op_bytes", "elementwise", "2", "element-wise: op_bytes is outside what was measured (5120..699138048) in 1 row, first x with 2.")]
    [InlineData("tp,tokens,hidden,expert_ffn,experts,topk", "moe", "2,16,9000,768,8,2", "experts bf16: hidden is outside what was measured (2048..7168) in 1 row, first x with 9000.")]
    [InlineData("tp,dtype,tokens,hidden,expert_ffn,experts,topk", "moe", "2,mxfp4,16,2880,2880,128,4", "experts in mxfp4: not measured, 1 row, first x.")]
    public void Every_kind_of_point_is_held_to_its_measurements(string columns, string kind, string values, string sentence)
    {
        (_, string error, _) = Predict($"id,kind,gpu,{columns}\nx,{kind},H100,{values}\n");

        Assert.Equal($"H100-SXM, {sentence}\n", error);
    }

    [Fact]
    public void Checking_a_point_and_pricing_its_interval_allocates_nothing()
    {
        GpuPrices gpu = new(GpuCatalogue.Find("H100"));
        StepCostModel deployment = gpu.Deployment(new DeploymentShape(ModelCatalogue.Find("Llama-3-8B"), 1, default));
        StepTotals totals = default;
        totals.AddEqualDecodes(4, 4_000);
        List<CoverageGap> gaps = [];
        CoverageTally tally = new();
        Check();

        Assert.Equal(0, Allocation.LeastOf(3, Check));
        Assert.Equal(3, gaps.Count);

        void Check()
        {
            gaps.Clear();
            gpu.Coverage!.Linear(fp8: false).Check([40_000, 128, 4_096], gaps);
            deployment.Coverage!.Check(totals, [], gaps);
            _ = GpuPrices.Step(deployment, totals, []).Interval;
            tally.Add("x", gpu.Gpu, gaps);
        }
    }

    private static (string[] Lines, string Error, int Unpredicted) Predict(string text, bool intervals = false, bool strict = false)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        PointFile file = new(new PointPrices(GpuCatalogue.Find, ModelCatalogue.Find)) { Intervals = intervals, StrictCoverage = strict };
        int unpredicted = file.Predict(new StringReader(text), "points.csv", output, error);
        return (output.ToString().TrimEnd('\n').Split('\n'), error.ToString(), unpredicted);
    }
}
