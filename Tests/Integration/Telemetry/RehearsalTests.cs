using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Emulator.Api;
using Emulator.Cli;
using Emulator.Configuration;
using Telemetry.Names;

namespace Tests.Integration.Telemetry;

/// <summary>What a process does before it serves is done when it says that it listens, and nobody who watches it hears of it.</summary>
[Collection(RunsAlone.Name)]
public class RehearsalTests
{
    [Fact]
    public async Task Both_doors_have_answered_a_stream_before_the_server_says_that_it_listens()
    {
        ConcurrentQueue<(object? Operation, object? Outcome, object? Tokens)> answered = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == Sources.Rehearsal,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => answered.Enqueue((span.GetTagItem(Attributes.OperationName), span.GetTagItem(Attributes.Outcome), span.GetTagItem(Attributes.OutputTokens))),
        };
        ActivitySource.AddActivityListener(listener);
        using CancellationTokenSource cancellation = new();
        using Greeted output = new(cancellation);
        Dictionary<string, string> flags = new() { ["grpc-port"] = "0", ["http-port"] = "0", ["admin-grpc-port"] = "0" };

        Assert.Equal(ExitCode.Done, await ServeRun.RunAsync(ReplicaList.Resolve(flags, new Dictionary<string, string>(), configFile: null), output, TextWriter.Null, cancellation.Token));

        Assert.Contains("http", output.ToString(), StringComparison.Ordinal);
        Assert.Equal([(Operations.Chat, "completed", 32), (Operations.TextCompletion, "completed", 32)], answered.OrderBy(span => span.Operation));
    }

    [Theory]
    [InlineData("TRACES")]
    [InlineData("METRICS")]
    public async Task Nothing_of_it_is_exported(string signal)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        using (new Exporting(receiver, signal, ("OTEL_TRACES_SAMPLER", "always_on")))
        {
            await Rehearsal.RunAsync(new ServerOptions(), TestContext.Current.CancellationToken);
        }

        Assert.Empty(receiver.Spans);
        Assert.Empty(receiver.Metrics);
    }

    [Fact]
    public async Task It_asks_no_proxy()
    {
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        try
        {
            await Rehearsal.RunAsync(new ServerOptions(), TestContext.Current.CancellationToken);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    /// <summary>Tells the server to stop as soon as it has said where it listens.</summary>
    private sealed class Greeted(CancellationTokenSource cancellation) : StringWriter
    {
        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await base.FlushAsync(cancellationToken);
            await cancellation.CancelAsync();
        }
    }
}
