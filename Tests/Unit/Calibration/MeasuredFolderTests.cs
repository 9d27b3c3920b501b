using Emulator;
using Emulator.Calibration;

namespace Tests.Unit.Calibration;

public sealed class MeasuredFolderTests : IDisposable
{
    private const string LinearHeader = "gpu,dtype,m,n,k,engine,measured_us\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("H100-SXM,bf16,0,512,512,x,4", "linear.csv line 3: m is '0'; allowed are whole numbers of 1 and more.")]
    [InlineData("H100-SXM,int4,1,512,512,x,4", "linear.csv line 3: dtype is 'int4'; allowed are bf16, fp16 and fp8.")]
    [InlineData("H100-SXM,bf16,1,512,512,x,-4", "linear.csv line 3: measured_us is '-4'; allowed are numbers above 0.")]
    [InlineData("H100-SXM,bf16,1,512,512,x,fast", "linear.csv line 3: measured_us is 'fast'; allowed are numbers above 0.")]
    [InlineData(",bf16,1,512,512,x,4", "linear.csv line 3: gpu is empty; allowed are text.")]
    [InlineData("H100-SXM,bf16,1,512", "linear.csv line 3 has 4 fields, but the header has 7.")]
    public void A_bad_row_is_named_and_the_others_are_read(string row, string problem)
    {
        Write("linear.csv", LinearHeader + "H100-SXM,bf16,1,512,512,x,3\n" + row + "\nH100-SXM,fp16,2,512,512,x,5\n");
        MeasuredFolder measured = MeasuredFolder.Read(_folder.PathOf(""));
        Assert.Equal([problem], measured.Problems);
        Operation operation = Assert.Single(measured.Operations);
        Assert.Equal("linear bf16", operation.Name);
        Assert.Equal([3, 5], operation.Measured);
    }

    [Fact]
    public void Experts_that_no_token_could_visit_are_a_bad_row()
    {
        Write("moe.csv", "gpu,dtype,hidden,expert_ffn,experts,topk,tp,tokens,measured_us\nH100-SXM,bf16,4096,1024,8,9,1,16,100\n");
        Assert.Equal(["moe.csv line 2: topk is '9'; allowed are whole numbers up to the 8 experts."], MeasuredFolder.Read(_folder.PathOf("")).Problems);
    }

    [Fact]
    public void Experts_cut_into_more_parts_than_a_node_has_GPUs_are_kept_apart()
    {
        Write("moe.csv", "gpu,dtype,hidden,expert_ffn,experts,topk,tp,tokens,measured_us\nH100-SXM,bf16,4096,1024,8,2,8,16,100\nH100-SXM,bf16,4096,1024,8,2,16,16,90\n");
        Assert.Equal([("MoE layer bf16", true), ("MoE layer bf16, tp over 8", false)], MeasuredFolder.Read(_folder.PathOf("")).Operations.Select(operation => (operation.Name, operation.IsServable)));
    }

    [Fact]
    public void An_engine_can_be_left_out_of_one_device()
    {
        Write("allreduce.csv", "gpu,tp,bytes,impl,engine,measured_us\nA,2,1024,custom_graph,one,5\nA,2,1024,custom_graph,two,9\nB,2,1024,custom_graph,two,7\nB,2,1024,nccl,one,8\n");
        Assert.Equal([5, 7], MeasuredFolder.Read(_folder.PathOf(""), ["A:two"]).Operations.SelectMany(operation => operation.Measured));
        Assert.Equal([5], MeasuredFolder.Read(_folder.PathOf(""), ["two"]).Operations.SelectMany(operation => operation.Measured));
    }

    [Fact]
    public void A_folder_without_any_of_the_files_is_an_error() =>
        Assert.Contains("which holds none of linear.csv", Assert.Throws<InvalidConfigurationException>(() => MeasuredFolder.Read(_folder.PathOf(""))).Message, StringComparison.Ordinal);

    [Fact]
    public void No_folder_is_an_error() =>
        Assert.Contains("which is no folder", Assert.Throws<InvalidConfigurationException>(() => MeasuredFolder.Read(_folder.PathOf("nowhere"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_column_is_an_error()
    {
        Write("linear.csv", "gpu,dtype,m,n,measured_us\nH100-SXM,bf16,1,2,3\n");
        Assert.Equal("linear.csv has no column k; its header must name gpu, dtype, m, n, k, measured_us.", Assert.Throws<InvalidConfigurationException>(() => MeasuredFolder.Read(_folder.PathOf(""))).Message);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.PathOf(name), text);
}
