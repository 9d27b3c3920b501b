using System.Text;
using Emulator.Calibration;
using Emulator.Content;
using Emulator.Engine.Journal;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.SchedulerCases;
using LoadGen.Fidelity;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Fuzz.Targets;

/// <summary>Files that users write, or get from elsewhere.</summary>
internal static class Files
{
    private const string Tokenizer = """
        {"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{L}+| "}},{"type":"ByteLevel"}]},"added_tokens":[{"id":6,"content":"<|eot_id|>"}],
        "model":{"type":"BPE","vocab":{"a":0,"b":1,"c":2,"ab":3,"abc":4,"Ġ":5},"merges":["a b",["ab","c"]]}}
        """;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        InFile("scheduler-case", "cases of `emulator scheduler replay`", ".json", Corpus.Files("cases"), CaseFile.Read),
        InFile("journal", "journals of `loadgen replay`", ".jsonl", Corpus.Texts(
            """
            {"journal":1,"options":{"preset":"llama3-8b-h100"}}
            {"at":5,"add":"a","prompt":[[7,3]],"max_tokens":5,"output_tokens":4,"timeout":100,"priority":1,"tenant":"t","cache_salt":"s","bypass_prefix_cache":true}
            {"step":1,"start":9,"hash":"0123456789abcdef"}
            {"at":9,"abort":"a","outcome":"Cancelled","reason":"x"}
            {"end":1,"hash":"0123456789abcdef"}
            """), EngineJournal.Read),
        InFile("content", "canned answers", ".jsonl", Corpus.Texts("{\"reply\": \"It rains.\", \"when\": \"weather\"}\n{\"reply\": \"I cannot say.\"}"), ContentFile.Source),
        InFile("tokenizer", "tokenizer.json", ".json", Corpus.Texts(Tokenizer), path => TokenizerFile.Read(path, null).Encode("abc ab")),
        InFile("tiktoken", "tiktoken files", ".tiktoken", Corpus.Texts("YQ== 0\nYg== 1\nYw== 2\nYWI= 3\nIA== 4\n"), path => TokenizerFile.Read(path, null).Encode("abc")),
        InFile("schedule", "schedules of loadgen", ".jsonl", Corpus.Texts(
            """
            {"id": "a", "at": 0.03157, "profile": "chat", "prompt_tokens": 928, "output_tokens": 13, "max_output_tokens": 40, "conversation": "c", "turn": 1, "tenant": "t", "priority": 1, "timeout": 5}
            {"id": "b", "after": "a", "think": 1.5, "profile": "chat", "prompt_tokens": 1000, "output_tokens": 3, "max_output_tokens": 40, "prefix": [{"id": "a", "tokens": 928}, {"id": "out:a", "tokens": 13}], "conversation": "c", "turn": 2}
            """), LoadSchedule.Read),
        InText("workload", "workloads of loadgen", Corpus.Files("workloads"), text => Workload.Parse(text, "file")),
        InText("gpu", "device files", Corpus.Files("gpus"), text => GpuCatalogue.Parse(text, "file")),
        InText("model", "model files and config.json", Corpus.Files("models"), text => ModelCatalogue.Parse(text, "file")),
        InText("end-to-end", "CSV of published measurements", Corpus.Texts(
            "gpu,tp,model,weight_dtype,kv_dtype,engine,isl,osl,concurrency,qps,metric,value,source,quality\nH100-SXM,1,Llama-3.1-8B,bf16?,auto,vllm,1024,128,16,,ttft_ms_mean,55.5,\"a \"\"b\"\"\",ok\n"),
            text => EndToEndFile.Read(new StringReader(text), "file")),
        InText("report", "report.json", Corpus.Texts("""{"requests_per_second":5.5,"prompt_tokens_per_second":900,"output_tokens_per_second":300,"latency":{"tpot":{"mean":0.012}}}"""), text => ReportedLoad.Parse(text, "file")),
    ];

    private static FuzzTarget InFile<T>(string name, string reads, string extension, IReadOnlyList<byte[]> corpus, Func<string, T> read) =>
        new(name, reads, corpus, input => Options.Refused(() => ScratchFile.Read(input, extension, read))) { MostBytes = FuzzTarget.MostBytesOfFiles };

    private static FuzzTarget InText<T>(string name, string reads, IReadOnlyList<byte[]> corpus, Func<string, T> read) =>
        new(name, reads, corpus, input => Options.Refused(() => read(Encoding.UTF8.GetString(input)))) { MostBytes = FuzzTarget.MostBytesOfFiles };
}
