using BenchmarkDotNet.Attributes;
using Tests;

namespace Benchmarks;

/// <summary>One token of a stream, from the engine's terms to bytes: an event over HTTP, a message of vLLM's gRPC service. What the web server does with the bytes is not in it.</summary>
[MemoryDiagnoser]
public class StreamedTokenBenchmark : IAsyncDisposable
{
    private readonly StreamedAnswer _answer = new(isChat: true);

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _answer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Task Event() => _answer.WriteChunk();

    [Benchmark]
    public void Message() => _answer.WriteMessage();
}
