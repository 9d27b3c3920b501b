using System.Threading.Channels;
using Emulator.Api;

namespace Tests.Unit.Api;

public sealed class TokenTurnsTests
{
    // As a live request's tokens wait.
    private static readonly BoundedChannelOptions s_asAStream = new(1_000) { AllowSynchronousContinuations = false, SingleReader = true, SingleWriter = true };

    [Fact]
    public async Task Every_stream_gets_each_of_its_tokens_once()
    {
        Channel<int>[] streams = [.. Enumerable.Range(0, 200).Select(_ => Channel.CreateBounded<int>(s_asAStream))];
        Task<List<int>>[] readers = [.. streams.Select(ReadAsync)];
        for (int token = 0; token < 500; token++)
        {
            foreach (Channel<int> stream in streams)
            {
                stream.Writer.TryWrite(token);
            }
        }

        foreach (Channel<int> stream in streams)
        {
            stream.Writer.Complete();
        }

        List<int>[] read = await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.All(read, tokens => Assert.Equal(Enumerable.Range(0, 500), tokens));
    }

    [Fact]
    public async Task Neither_who_waits_nor_what_follows_runs_in_the_context_of_the_line()
    {
        Channel<int> stream = Channel.CreateBounded<int>(s_asAStream);
        SynchronizationContext? before = SynchronizationContext.Current;
        Task<SynchronizationContext?> reader = ContextAsync();
        Assert.False(reader.IsCompleted);
        Assert.Same(before, SynchronizationContext.Current);

        stream.Writer.TryWrite(1);

        Assert.Null(await reader.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        async Task<SynchronizationContext?> ContextAsync()
        {
            await TokenTurns.For(stream.Reader.WaitToReadAsync());
            return SynchronizationContext.Current;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_work_of_the_pool_passes_the_line(bool yields)
    {
        // Far more turns than anything may stand behind, each as long as writing a token; none is over before the new work stands there too.
        const int Waiting = 20_000;
        int turns = 0;
        using ManualResetEventSlim isThere = new();
        Channel<int>[] streams = [.. Enumerable.Range(0, Waiting).Select(_ => Channel.CreateBounded<int>(s_asAStream))];
        Task[] readers = [.. streams.Select(WaitAsync)];
        foreach (Channel<int> stream in streams)
        {
            stream.Writer.TryWrite(1);
        }

        TaskCompletionSource<int> passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(_ => passed.SetResult(Volatile.Read(ref turns)), null);
        isThere.Set();
        Assert.InRange(await passed.Task, 0, Waiting / 2);
        await Task.WhenAll(readers);
        Assert.Equal(Waiting, turns);

        async Task WaitAsync(Channel<int> stream)
        {
            if (yields)
            {
                await TokenTurns.Yield();
            }
            else
            {
                await TokenTurns.For(stream.Reader.WaitToReadAsync());
            }

            isThere.Wait();
            Thread.SpinWait(1_000);
            Interlocked.Increment(ref turns);
        }
    }

    private static async Task<List<int>> ReadAsync(Channel<int> stream)
    {
        List<int> tokens = [];
        while (await TokenTurns.For(stream.Reader.WaitToReadAsync()))
        {
            while (stream.Reader.TryRead(out int token))
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }
}
