using System.Globalization;
using Emulator.Csv;

namespace Emulator.Calibration;

/// <summary>
/// A folder of measured times: <c>linear.csv</c>, <c>attention_prefill.csv</c>, <c>attention_decode.csv</c>, <c>allreduce.csv</c>, <c>moe.csv</c> and
/// <c>layer_ops.csv</c>, any of them, each with a header. Times are microseconds (<c>measured_us</c>).
/// </summary>
internal sealed class MeasuredFolder
{
    /// <summary>The all-reduce kernel that serving engines run: their own, inside a CUDA graph, with NCCL above some size.</summary>
    private const string ServedAllReduce = "custom_graph";

    /// <summary>The files that a folder may hold.</summary>
    public static readonly IReadOnlyList<string> FileNames = ["linear.csv", "attention_prefill.csv", "attention_decode.csv", "allreduce.csv", "moe.csv", "layer_ops.csv"];

    /// <summary>The largest tensor-parallel degree that a server takes.</summary>
    private const int LargestNode = 8;

    private static readonly string[] AttentionColumns = ["gpu", "kv_dtype", "batch", "heads", "kv_heads", "head_dim"];

    private readonly string _folder;
    private readonly IReadOnlyCollection<string> _leftOut;
    private readonly List<string> _problems = [];
    private readonly SortedSet<string> _allReduceEngines = new(StringComparer.Ordinal);
    private readonly List<Operation> _operations = [];

    private MeasuredFolder(string folder, IReadOnlyCollection<string> leftOut) => (_folder, _leftOut) = (folder, leftOut);

    /// <summary>Every operation of every device, in order of device and name.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Engines of all-reduce rows, also as GPU:ENGINE.</summary>
    public IReadOnlyCollection<string> AllReduceEngines => _allReduceEngines;

    /// <summary>Every row that cannot be used, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="leftOut">All-reduce engines whose rows are not read, as the column <c>engine</c> has them: ENGINE, or GPU:ENGINE for those of one device.</param>
    /// <exception cref="InvalidConfigurationException">There is no folder, none of the files in it, or one without the columns it needs.</exception>
    public static MeasuredFolder Read(string folder, IReadOnlyCollection<string>? leftOut = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidConfigurationException($"data is '{folder}', which is no folder; allowed are folders with measured times such as linear.csv.");
        }

        MeasuredFolder measured = new(folder, leftOut ?? []);
        measured.ReadAll();
        if (measured._leftOut.FirstOrDefault(name => !measured._allReduceEngines.Contains(name)) is { } unknown)
        {
            throw new InvalidConfigurationException(
                $"leave-out is '{unknown}', but no all-reduce row is of that engine{NearestName.Hint(unknown, measured._allReduceEngines)} They are {string.Join(", ", measured._allReduceEngines.Where(name => name.Contains(':', StringComparison.Ordinal)))}.");
        }

        return measured._operations.Count > 0 || measured._problems.Count > 0
            ? measured
            : throw new InvalidConfigurationException(
                $"data is '{folder}', which holds none of {string.Join(", ", FileNames)}.");
    }

    private void ReadAll()
    {
        ReadFile<LinearShape>("linear.csv", ["gpu", "dtype", "m", "n", "k"], LinearRow, (key, samples) =>
            new LinearOperation(BytesOf(key.Format)) { Gpu = key.Gpu, Name = $"linear {key.Format}", Samples = samples });
        ReadFile<AttentionShape>("attention_decode.csv", [.. AttentionColumns, "context"], (in row) => AttentionRow(row, "context"), (key, samples) =>
            new DecodeAttentionOperation(BytesOf(key.Format)) { Gpu = key.Gpu, Name = $"decode attention {key.Format} KV", Samples = samples });
        ReadFile<AttentionShape>("attention_prefill.csv", [.. AttentionColumns, "new_tokens"], (in row) => AttentionRow(row, "new_tokens"), (key, samples) =>
            new PrefillAttentionOperation(BytesOf(key.Format)) { Gpu = key.Gpu, Name = $"prefill attention {key.Format} KV", Samples = samples });
        ReadFile<ElementwiseShape>("layer_ops.csv", ["gpu", "tp", "tokens", "op", "heads", "kv_heads", "hidden", "ffn"], ElementwiseRow, (key, samples) =>
            new ElementwiseOperation { Gpu = key.Gpu, Name = "element-wise", Samples = samples });
        ReadFile<AllReduceShape>("allreduce.csv", ["gpu", "tp", "bytes", "impl", "engine"], AllReduceRow, (key, samples) =>
            new AllReduceOperation(int.Parse(key.Format, CultureInfo.InvariantCulture)) { Gpu = key.Gpu, Name = $"all-reduce tp {key.Format}", Samples = samples });
        ReadFile<MixtureOfExpertsShape>("moe.csv", ["gpu", "dtype", "hidden", "expert_ffn", "experts", "topk", "tp", "tokens"], MixtureOfExpertsRow, (key, samples) =>
            new MixtureOfExpertsOperation(BytesOf(key.Format)) { Gpu = key.Gpu, Name = $"MoE layer {key.Format}{(key.IsServable ? "" : ", tp over 8")}", Samples = samples, IsServable = key.IsServable });
        _operations.Sort((a, b) => (a.Gpu, Order(a), a.Name).CompareTo((b.Gpu, Order(b), b.Name)));
    }

    private delegate (GroupKey Key, Sample<TShape> Sample)? RowReader<TShape>(in CsvRow row)
        where TShape : struct;

    private void ReadFile<TShape>(string name, IReadOnlyCollection<string> columns, RowReader<TShape> read, Func<GroupKey, IReadOnlyList<Sample<TShape>>, Operation> group)
        where TShape : struct
    {
        string path = Path.Combine(_folder, name);
        if (!File.Exists(path))
        {
            return;
        }

        Dictionary<GroupKey, List<Sample<TShape>>> groups = [];
        using StreamReader text = new(path);
        CsvFile.Read(
            text,
            name,
            [.. columns, "measured_us"],
            ["past"],
            (in row) =>
            {
                if (read(row) is { } known)
                {
                    (groups.TryGetValue(known.Key, out List<Sample<TShape>>? samples) ? samples : groups[known.Key] = []).Add(known.Sample);
                }
            },
            _problems.Add);
        _operations.AddRange(groups.Select(entry => group(entry.Key, entry.Value)));
    }

    private static (GroupKey, Sample<LinearShape>)? LinearRow(in CsvRow row)
    {
        LinearShape shape = new(row.Whole("m"), row.Whole("n"), row.Whole("k"));
        return (new(row.Text("gpu"), Format(row, "dtype")), new(shape, $"{shape.Outputs} x {shape.Inputs}", Math.Min(shape.Outputs, shape.Inputs) < LinearOperation.NarrowBelow ? "narrow" : "wide", row.Positive("measured_us")));
    }

    private static (GroupKey, Sample<AttentionShape>)? AttentionRow(in CsvRow row, string tokens)
    {
        AttentionShape shape = new(row.Whole("batch"), row.Whole(tokens), row.Has("past") ? row.Whole("past", 0) : 0, row.Whole("heads"), row.Whole("kv_heads"), row.Whole("head_dim"));
        return (new(row.Text("gpu"), Format(row, "kv_dtype")), new(shape, $"{shape.QueryHeads} on {shape.KvHeads}", $"{shape.KvHeads} KV heads a GPU", row.Positive("measured_us")));
    }

    private static (GroupKey, Sample<MixtureOfExpertsShape>)? MixtureOfExpertsRow(in CsvRow row)
    {
        MixtureOfExpertsShape shape = new(row.Whole("tokens"), row.Whole("hidden"), row.Whole("expert_ffn"), row.Whole("experts"), row.Whole("topk"), row.Whole("tp"));
        if (shape.TopK > shape.Experts)
        {
            throw row.Wrong("topk", $"whole numbers up to the {shape.Experts} experts");
        }

        return (new(row.Text("gpu"), Format(row, "dtype"), shape.TensorParallelSize <= LargestNode), new(shape, $"{shape.Experts} experts of {shape.Hidden} x {shape.ExpertFfn}, {shape.TopK} a token", $"tp {shape.TensorParallelSize}", row.Positive("measured_us")));
    }

    private (GroupKey, Sample<AllReduceShape>)? AllReduceRow(in CsvRow row)
    {
        AllReduceShape shape = new(row.Whole("bytes"));
        int gpus = row.Whole("tp", 2);
        double microseconds = row.Positive("measured_us");
        if (row.Text("impl") != ServedAllReduce)
        {
            return null;
        }

        string ofDevice = $"{row.Text("gpu")}:{row.Text("engine")}";
        _allReduceEngines.UnionWith([ofDevice, row.Text("engine")]);
        return _leftOut.Contains(row.Text("engine")) || _leftOut.Contains(ofDevice)
            ? null
            : (new(row.Text("gpu"), $"{gpus}"), new(shape, $"{shape.Bytes} bytes", "", microseconds));
    }

    /// <summary>
    /// Bytes that the kernels between a layer's multiplications must move, at 2 bytes a number: a norm and the embedding read and write the
    /// residual stream, rotary embedding the queries and keys; sum and activation read two numbers and write one. Other kernels are not read.
    /// </summary>
    private static (GroupKey, Sample<ElementwiseShape>)? ElementwiseRow(in CsvRow row)
    {
        double tokens = row.Whole("tokens");
        int gpus = row.Whole("tp");
        int hidden = row.Whole("hidden");
        double headDim = (double)hidden / row.Whole("heads");
        double rotated = headDim * (row.Whole("heads") + row.Whole("kv_heads")) / gpus;
        double activated = (double)row.Whole("ffn") / gpus;
        string operation = row.Text("op");
        double microseconds = row.Positive("measured_us");
        double bytes = operation switch
        {
            "input_layernorm" or "emb" => 4 * tokens * hidden,
            "attn_rope" => 4 * tokens * rotated,
            "add" => 6 * tokens * hidden,
            "mlp_act" => 6 * tokens * activated,
            _ => 0,
        };
        return bytes == 0 ? null : (new(row.Text("gpu"), ""), new(new ElementwiseShape(bytes), $"{operation} {hidden}", $"tp {gpus}", microseconds));
    }

    private static string Format(in CsvRow row, string column) => row.Text(column) switch
    {
        "bf16" or "fp16" => "bf16",
        "fp8" => "fp8",
        _ => throw row.Wrong(column, "bf16, fp16 and fp8"),
    };

    private readonly record struct GroupKey(string Gpu, string Format, bool IsServable = true);

    private static int BytesOf(string format) => format == "fp8" ? 1 : 2;

    private static int Order(Operation operation) => operation switch
    {
        LinearOperation => 0,
        DecodeAttentionOperation => 1,
        PrefillAttentionOperation => 2,
        ElementwiseOperation => 3,
        AllReduceOperation => 4,
        _ => 5,
    };
}
