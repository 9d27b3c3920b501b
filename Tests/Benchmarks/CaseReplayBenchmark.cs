using BenchmarkDotNet.Attributes;
using Emulator.SchedulerCases;

namespace Benchmarks;

/// <summary>A case of 10,000 steps in which up to 32 requests run at once: reading the file, running it, comparing every step.</summary>
[MemoryDiagnoser]
public class CaseReplayBenchmark
{
    private string _path = "";

    /// <summary>Whether each step also states its block tables and the free queue, hundreds of ids.</summary>
    [Params(false, true)]
    public bool ChecksBlocks { get; set; }

    [GlobalSetup]
    public void Write()
    {
        _path = Path.GetTempFileName();
        File.WriteAllText(_path, LongCase.Text(steps: 10_000, ChecksBlocks));
    }

    [GlobalCleanup]
    public void Delete() => File.Delete(_path);

    [Benchmark]
    public int Ten_thousand_steps()
    {
        SchedulerCase read = CaseFile.Read(_path);
        return CaseReplay.Run(read).Count == 0 ? read.Steps.Count : throw new InvalidOperationException("the case differs");
    }
}
