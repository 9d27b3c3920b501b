using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Emulator.Api;

/// <summary>
/// Where streams wait for their next token. A step gives every running stream a token at one instant. Were each a work item of the thread pool, a new request would stand
/// behind all of them, once for its connection, once for its body and once for its first token. So they stand in a line of their own, from which each processor takes a few
/// and then lets others pass.
/// </summary>
internal sealed class TokenTurns : SynchronizationContext, IThreadPoolWorkItem
{
    // Some 0.1 ms of work.
    private const int TurnsAtOnce = 8;
    private static readonly TokenTurns s_line = new();
    private readonly ConcurrentQueue<(SendOrPostCallback Turn, object? Of)> _waiting = new();
    private int _workers;

    private TokenTurns()
    {
    }

    /// <summary>Awaits a stream's next token; what follows the <c>await</c> runs in its turn.</summary>
    /// <param name="next">Whether there is one.</param>
    public static NextToken For(ValueTask<bool> next) => new(next);

    /// <summary>Stands at the end of the line; what follows the <c>await</c> runs when it is its turn again.</summary>
    public static AnotherTurn Yield() => default;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        _waiting.Enqueue((d, state));
        EnsureWorker();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (int i = 0; i < TurnsAtOnce && _waiting.TryDequeue(out (SendOrPostCallback Turn, object? Of) first); i++)
        {
            first.Turn(first.Of);
        }

        if (!_waiting.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        // Whoever joined the line in between saw this worker and called none.
        Interlocked.Decrement(ref _workers);
        if (!_waiting.IsEmpty)
        {
            EnsureWorker();
        }
    }

    private void EnsureWorker()
    {
        int workers = Volatile.Read(ref _workers);
        while (workers < Environment.ProcessorCount)
        {
            int before = Interlocked.CompareExchange(ref _workers, workers + 1, workers);
            if (before == workers)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            workers = before;
        }
    }

    /// <summary>An <c>await</c> that always waits for another turn.</summary>
    internal readonly struct AnotherTurn : ICriticalNotifyCompletion
    {
        /// <summary>Never, so that there is always a wait.</summary>
        public bool IsCompleted => false;

        /// <summary>What <c>await</c> calls.</summary>
        public AnotherTurn GetAwaiter() => this;

        /// <summary>Nothing.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => s_line.Post(static go => ((Action)go!)(), continuation);
    }

    /// <summary>An <c>await</c> that joins the line, and leaves the context of what is awaited elsewhere as it is.</summary>
    /// <param name="next">What is awaited.</param>
    internal readonly struct NextToken(ValueTask<bool> next) : ICriticalNotifyCompletion
    {
        private readonly ValueTaskAwaiter<bool> _awaiter = next.GetAwaiter();

        /// <summary>Whether there is nothing to wait for.</summary>
        public bool IsCompleted => _awaiter.IsCompleted;

        /// <summary>What <c>await</c> calls.</summary>
        public NextToken GetAwaiter() => this;

        /// <summary>Whether there is another token.</summary>
        public bool GetResult() => _awaiter.GetResult();

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation)
        {
            SynchronizationContext? before = Current;
            SetSynchronizationContext(s_line);
            try
            {
                _awaiter.UnsafeOnCompleted(continuation);
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
