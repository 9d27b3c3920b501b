using System.Runtime.ExceptionServices;
using Emulator.Admission;
using Emulator.Api;
using Emulator.Content;
using Emulator.Engine;
using Microsoft.AspNetCore.Connections;
using Telemetry.Names;

namespace Tests.Integration.Api;

/// <summary>A client that has gone explains why nothing more can be written to it. It explains no fault of this program.</summary>
public sealed class GoneClientTests : ServerTests
{
    public static TheoryData<Exception> OfTransports => [new IOException("reset"), new OperationCanceledException(), new ConnectionResetException("reset"), new ConnectionAbortedException()];

    [Theory]
    [MemberData(nameof(OfTransports))]
    public async Task What_transports_say_of_it_is_no_fault(Exception problem)
    {
        Assert.Equal(ErrorTable.ClientGone, await WriteAsync(problem));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_pipe_that_is_over_is_no_fault()
    {
        System.IO.Pipelines.Pipe pipe = new();
        await pipe.Writer.CompleteAsync();

        Assert.Equal(ErrorTable.ClientGone, await WriteAsync(Assert.Throws<InvalidOperationException>(() => pipe.Writer.GetMemory())));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_fault_is_one_though_the_client_has_gone()
    {
        await Assert.ThrowsAsync<FormatException>(() => WriteAsync(new FormatException("ours")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(Assert.Throws<InvalidOperationException>(() => Array.Empty<int>().First())));
        Expected = new LedgerCounts { Cancelled = 2 };
    }

    [Fact]
    public async Task A_fault_in_reading_is_one_though_the_client_has_gone()
    {
        using CancellationTokenSource gone = new();
        EmulatorServer server = await StartAsync();
        await gone.CancelAsync();

        await Assert.ThrowsAsync<FormatException>(() => RunAsync(server, () => throw new FormatException("ours"), () => Task.CompletedTask, gone.Token));
        Assert.Equal(ErrorTable.ClientGone, await RunAsync(server, () => throw new OperationCanceledException(), () => Task.CompletedTask, gone.Token));
        Expected = new LedgerCounts { Failed = 1, Cancelled = 1 };
    }

    [Fact]
    public async Task Nothing_more_is_tokenized_for_one_who_has_gone()
    {
        using CancellationTokenSource gone = new();
        EmulatorServer server = await StartAsync();
        int texts = 0;

        Refusal? refusal = await RunAsync(server, ReadOnAndOn, () => Task.CompletedTask, gone.Token);

        Assert.Equal((ErrorTable.ClientGone, 3), (refusal, texts));
        Assert.Equal(2, server.Reception.Tokenizer.Count("hello world"));
        Expected = new LedgerCounts { Cancelled = 1 };

        GenerationRequest ReadOnAndOn()
        {
            while (true)
            {
                texts++;
                if (texts == 3)
                {
                    gone.Cancel();
                }

                server.Reception.Tokenizer.Encode("hello world");
            }
        }
    }

    private async Task<Refusal?> WriteAsync(Exception problem)
    {
        using CancellationTokenSource gone = new();
        return await RunAsync(
            await StartAsync("--time-scale 1"),
            () => new GenerationRequest { Prompt = _ => TextPrompt.Of([1, 2, 3]), MaxTokens = 10_000, Reply = new ReplyOrder { IgnoreEos = true } },
            async () =>
            {
                await gone.CancelAsync();

                // As it was first thrown: where from is how it is known.
                ExceptionDispatchInfo.Throw(problem);
            },
            gone.Token);
    }

    private static Task<Refusal?> RunAsync(EmulatorServer server, Func<GenerationRequest> read, Func<Task> write, CancellationToken gone) => RequestLifetime.RunAsync(
        server.Reception, () => ValueTask.FromResult(read()), (_, _) => write(), RequestOrigin.Of(Operations.Chat, null, null), new ClientPatience(gone));
}
