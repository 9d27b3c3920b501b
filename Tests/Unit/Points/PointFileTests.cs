using System.Globalization;
using Emulator;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Points;
using Emulator.Scheduling;
using Tests.Unit.CostModel;

namespace Tests.Unit.Points;

public sealed class PointFileTests
{
    [Theory]
    [InlineData("kind,gpu,dtype,m,n,k", "linear,H100,bf16,64,8192,8192", 51.127)]
    [InlineData("kind,k,n,m,gpu,dtype,colour", "linear,8192,8192,64,h100-sxm,fp16,red", 51.127)]
    [InlineData("kind,gpu,m,n,k", "linear,H100,64,8192,8192", 51.127)]
    [InlineData("kind,gpu,tp,bytes", "allreduce,H100-SXM,8,1048576", 14.751)]
    [InlineData("kind,gpu,tp,bytes", "allreduce,A100-SXM,2,65536", 5.3756)]
    [InlineData("kind,gpu,bytes", "allreduce,A100-SXM,65536", 0)]
    [InlineData("kind,gpu,op_bytes", "elementwise,H100,2097152", 3.3285)]
    [InlineData("kind,gpu,batch,context,heads,kv_heads,head_dim,kv_dtype", "attention_decode,H100,32,2048,8,1,128,bf16", 21.179)]
    [InlineData("kind,gpu,batch,new_tokens,past,heads,kv_heads,head_dim", "attention_prefill,H100,1,2048,0,32,8,128", 80.082)]
    [InlineData("kind,gpu,tp,dtype,tokens,hidden,expert_ffn,experts,topk", "moe,H100,2,bf16,16,4096,14336,8,2", 493.29)]
    [InlineData("kind,gpu,tp,dtype,tokens,hidden,expert_ffn,experts,topk", "moe,H100,2,mxfp4,8,2880,2880,128,4", 95.010)]
    [InlineData("kind,gpu,tp,model,dtype,kv_dtype,batch,context", "step,H100,8,Llama-3-70B,bf16,bf16,32,65536", 12_454)]
    [InlineData("kind,gpu,model,dtype,chunks", "step,H100,Llama-3-8B,bf16,2048:0", 46_932)]
    [InlineData("kind,gpu,model,batch,context,chunks", "step,H100,llama3-8b,32,32768,928", 24_777)]
    [InlineData("kind,gpu,tp,model,dtype,kv_dtype,batch,context", "step,L40S,4,Llama-3-70B,fp8,fp8,16,16384", 39_615)]
    [InlineData("kind,gpu,tp,model,dtype,batch,context", "step,H100,2,gpt-oss-120b,mxfp4,8,16384", 6_023.8)]
    public void Worked_examples_come_out(string header, string row, double microseconds)
    {
        (string[] lines, string error) = Predict($"id,{header}\nx,{row}\n");

        Assert.False(error.StartsWith("x: ", StringComparison.Ordinal), error);
        Assert.Equal("id,predicted_us", lines[0]);
        Assert.Equal("x", lines[1].Split(',')[0]);
        Near.Equal(microseconds, double.Parse(lines[1].Split(',')[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_past_makes_a_prompt_dearer_by_its_rectangle_and_its_bytes()
    {
        // By hand, H100's coefficients: 512 new tokens behind 4,096, 8 and 1 heads of 128.
        double area = (512 * 4_096) + (512 * (512 + 727.0) / 2);
        double compute = 4 * 1_024 * area / (989.4e12 * 0.758) * 1e6;
        double memory = ((4 * 512 * (1_024 + 128.0)) + (2 * 4_096 * 128 * 2.0)) / (3.35e12 * 0.95) * 1e6;
        double expected = 10.2 + (3.21 * 4_608 / 1_024) + Math.Sqrt((compute * compute) + (memory * memory));

        (string[] lines, _) = Predict("id,kind,gpu,batch,new_tokens,past,heads,kv_heads,head_dim\nx,attention_prefill,H100,1,512,4096,8,1,128\n");

        Near.Equal(expected, double.Parse(lines[1].Split(',')[1], CultureInfo.InvariantCulture), 1e-5);
    }

    [Theory]
    [InlineData("kind,gpu,m,n", "linear,H100,1,512", "points.csv line 2: k is empty; allowed are whole numbers of 1 and more.")]
    [InlineData("kind,gpu,m,n,k", "linear,H100,0,512,512", "points.csv line 2: m is '0'; allowed are whole numbers of 1 and more.")]
    [InlineData("kind,gpu,m,n,k", "linear,H100,-3,512,512", "points.csv line 2: m is '-3'; allowed are whole numbers of 1 and more.")]
    [InlineData("kind,gpu,m,n,k", "linear,H100,1.5,512,512", "points.csv line 2: m is '1.5'; allowed are whole numbers of 1 and more.")]
    [InlineData("kind,gpu,op_bytes", "elementwise,H100,NaN", "points.csv line 2: op_bytes is 'NaN'; allowed are numbers above 0.")]
    [InlineData("kind,gpu,op_bytes", "elementwise,,5", "points.csv line 2: gpu is empty; allowed are the names that `hardware list` shows.")]
    [InlineData("kind,gpu,op_bytes", "elementwise,H10,5", "gpu is 'H10', which is not in the catalogue; did you mean H100-SXM? Known are A100-SXM, B200-SXM, GH200-576, H100-SXM, H200-SXM, L4, L40S, MI300X.")]
    [InlineData("kind,gpu,op_bytes", "elemntwise,H100,5", "points.csv line 2: kind is 'elemntwise'; allowed are linear, attention_prefill, attention_decode, allreduce, moe, elementwise and step (did you mean elementwise?).")]
    [InlineData("kind,gpu,dtype,m,n,k", "linear,H100,bf17,1,512,512", "points.csv line 2: dtype is 'bf17'; allowed are auto, bf16, fp16, fp8 and mxfp4 (did you mean bf16?).")]
    [InlineData("kind,gpu,dtype,m,n,k", "linear,H100,mxfp4,1,512,512", "points.csv line 2: dtype is 'mxfp4'; allowed are auto, bf16, fp16 and fp8: mxfp4 is for experts alone.")]
    [InlineData("kind,gpu,dtype,m,n,k", "linear,A100,fp8,1,512,512", "dtype is fp8, but A100-SXM has no fp8 units; allowed are bf16 and fp16.")]
    [InlineData("kind,gpu,kv_dtype,batch,context,heads,kv_heads,head_dim", "attention_decode,A100,fp8,1,8,8,1,128", "kv_dtype is fp8, but the coefficients of A100-SXM have none for an fp8 KV cache; allowed are auto, bf16 and fp16.")]
    [InlineData("kind,gpu,kv_dtype,batch,context,heads,kv_heads,head_dim", "attention_decode,H100,int8,1,8,8,1,128", "points.csv line 2: kv_dtype is 'int8'; allowed are auto, bf16, fp16 and fp8.")]
    [InlineData("kind,gpu,batch,context,heads,kv_heads,head_dim", "attention_decode,H100,1,8,1,8,128", "points.csv line 2: kv_heads is '8'; allowed are whole numbers from 1 to the heads, 1.")]
    [InlineData("kind,gpu,tp,bytes", "allreduce,H100,3,1024", "tp is 3, but H100-SXM has all-reduce coefficients only for 2, 4, 8; allowed are 1 and these, nothing is extrapolated.")]
    [InlineData("kind,gpu,tp,bytes", "allreduce,H100,16,1024", "tp is 16, but H100-SXM has all-reduce coefficients only for 2, 4, 8; allowed are 1 and these, nothing is extrapolated.")]
    [InlineData("kind,gpu,tokens,hidden,expert_ffn,experts,topk", "moe,H100,16,4096,14336,8,9", "points.csv line 2: topk is '9'; allowed are whole numbers from 1 to the experts, 8.")]
    [InlineData("kind,gpu,tokens,hidden,expert_ffn,experts,topk", "moe,GH200-576,16,4096,14336,8,2", "kind is moe, but the coefficients of GH200-576 have none for experts in bf16.")]
    [InlineData("kind,gpu,model,batch,context", "step,H100,Llama-3-7B,1,1", "model is 'Llama-3-7B', which is not in the catalogue; did you mean Llama-3-70B? Known are gpt-oss-120b, Llama-3-70B, Llama-3-8B, Llama-3.1-405B, Llama-3.1-70B, Llama-3.1-8B, Mistral-7B, Mixtral-8x7B, Qwen2.5-32B, Qwen2.5-72B, Qwen2.5-7B, Qwen3-30B-A3B, Qwen3-32B.")]
    [InlineData("kind,gpu,model", "step,H100,Llama-3-8B", "points.csv line 2: batch is empty; allowed are whole numbers of 1 and more where there are no chunks.")]
    [InlineData("kind,gpu,model,batch,context", "step,H100,Llama-3-8B,8,4", "points.csv line 2: context is '4'; allowed are whole numbers of 8 and more.")]
    [InlineData("kind,gpu,model,chunks", "step,H100,Llama-3-8B,512:0;x:0", "points.csv line 2: chunks is '512:0;x:0'; allowed are new:past;new:past with 1 to 10000000 new tokens behind 0 to 10000000.")]
    [InlineData("kind,gpu,model,chunks", "step,H100,Llama-3-8B,9999999:0;2:0", "points.csv line 2: chunks is '9999999:0;2:0'; allowed are steps of up to 10000000 tokens.")]
    [InlineData("kind,gpu,m,n,k", "linear,H100", "points.csv line 2 has 3 fields, but the header has 6.")]
    public void A_row_that_cannot_be_predicted_has_an_empty_value_and_one_line_with_its_id_and_why(string header, string row, string sentence)
    {
        (string[] lines, string error) = Predict($"id,{header}\nrow-7,{row}\n");

        Assert.Equal(["id,predicted_us", "row-7,"], lines);
        Assert.Equal($"row-7: {sentence}\n", error);
    }

    [Fact]
    public void Rows_keep_their_order_and_ids_their_quotes()
    {
        (string[] lines, string error) = Predict("id,kind,gpu,op_bytes\n\"a,\"\"b\",elementwise,H100,1\nbad,elementwise,H100,0\nc,elementwise,H100,1\n");

        Assert.Equal(["\"a,\"\"b\",2.1200", "bad,", "c,2.1200"], lines[1..]);
        Assert.StartsWith("bad: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "points.csv is empty; its first line must be a header of column names.")]
    [InlineData("kind,gpu\n", "points.csv has no column id; its header must name id, kind.")]
    public void A_header_that_cannot_be_used_ends_everything(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InvalidConfigurationException>(() => Predict(text)).Message);

    [Fact]
    public void Many_rows_with_many_shapes_need_no_more_memory_than_few()
    {
        // 20,000 shapes of attention go through a cache of 4,096.
        string rows = string.Concat(Enumerable.Range(1, 20_000).Select(i => FormattableString.Invariant($"{i},attention_decode,H100,4,100,{i},1,128\n")));
        (string[] lines, string error) = Predict("id,kind,gpu,batch,context,heads,kv_heads,head_dim\n" + rows);
        Assert.Equal((20_001, "H100-SXM, decode attention bf16: heads is outside what was measured (1..64) in 19936 rows, first 65 with 65.\n"), (lines.Length, error));
    }

    [Fact]
    public void A_point_whose_device_and_shape_are_known_allocates_nothing()
    {
        GpuPrices gpu = new(GpuCatalogue.Find("H100"));
        DeploymentShape deployment = new(ModelCatalogue.Find("Llama-3-8B"), 2, default);
        StepTotals totals = default;
        totals.AddEqualDecodes(4, 4_000);
        double sum = Price();

        Assert.Equal(0, Allocation.LeastOf(3, () => sum += Price()));
        Assert.True(sum > 0);

        double Price() => gpu.Linear(true, 64, 4_096, 4_096).Microseconds
            + gpu.DecodeAttention(new AttentionShape(2, 8, 1, 128), 8, 100).Microseconds
            + gpu.PrefillAttention(new AttentionShape(1, 8, 1, 128), 1, 100, 7).Microseconds
            + gpu.AllReduce(4, 1_000).Microseconds
            + gpu.Experts(new ExpertShape(2, null, 4_096, 14_336, 8, 2), 16).Microseconds
            + gpu.Elementwise(1_000).Microseconds
            + GpuPrices.Step(gpu.Deployment(deployment), totals, []).Microseconds;
    }

    private static (string[] Lines, string Error) Predict(string text)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new PointFile(new PointPrices(GpuCatalogue.Find, ModelCatalogue.Find)).Predict(new StringReader(text), "points.csv", output, error);
        return (output.ToString().TrimEnd('\n').Split('\n'), error.ToString());
    }
}
