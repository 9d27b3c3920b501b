using System.Buffers;
using Emulator.Api;
using Emulator.Api.Grpc;
using Emulator.Api.OpenAi;
using Emulator.Configuration;
using Emulator.Content;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Prometheus;
using Emulator.Time;
using Emulator.Tracing;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Vllm;

namespace Tests;

/// <summary>The answer to a request that is not in any engine, written token by token as the doors write it, to nowhere.</summary>
internal sealed class StreamedAnswer : IAsyncDisposable
{
    private const int Tokens = 100_000_000;

    private readonly EngineReplica _engine;
    private readonly EngineMetrics _metrics;
    private readonly ChunkStream _http;
    private readonly VllmOutput _vllm;
    private readonly Answer _answer;
    private readonly ArrayBufferWriter<byte> _sent = new(4_096);
    private int _next;

    public StreamedAnswer(bool isChat)
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset(ServerOptions.DefaultPreset));
        _engine = new EngineReplica(setup.Blueprint, new UnpacedClock());
        _metrics = new EngineMetrics(_engine, setup.ServedModelName, setup.Gpu, setup.Options.TensorParallelSize);
        ReplyWriter replies = new(PromptTokenizer.O200k, ContentSource.Prose);
        Reception reception = new(setup, _engine, _metrics, new EngineRecorder(setup, _engine).Doors, replies);
        TokenSequence prompt = new(TokenRun.OfPart("prompt", 8));
        GenerationRequest asked = new() { Prompt = _ => prompt };
        LiveRequest request = new("book", prompt, Tokens, Tokens, streamBufferTokens: 1);
        _answer = new Answer(request, "book", Index: 0, asked, replies.Write(new ReplyOrder { IgnoreEos = true }, seed: 1, Tokens), DateTimeOffset.UnixEpoch);
        DefaultHttpContext context = new();
        context.Response.Body = Stream.Null;
        CallOutcome outcome = new(new Call([asked], new ReplyShape { IsChat = isChat, Streams = true }), tellsCached: false);
        _http = new ChunkStream(context.Response, outcome, reception);
        _vllm = new VllmOutput(new VllmRequest(asked, [1], new ResponseOptions()));
    }

    /// <summary>Writes the next token as a chunk of an HTTP stream.</summary>
    public Task WriteChunk() => _http.WriteAsync(_answer, NextSpan(), answers: 1);

    /// <summary>Writes the next token as a message of vLLM's gRPC service.</summary>
    public void WriteMessage()
    {
        GenerateResponse message = _vllm.Next(_answer, NextSpan());
        _sent.ResetWrittenCount();
        message.WriteTo(_sent);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _metrics.Dispose();
    }

    private TokenSpan NextSpan() => new(_next++, Count: 1, IsLast: false);
}
