namespace Emulator.Api.OpenAi;

/// <summary>
/// What <c>/load</c> tells: calls for answers over this port that have been read and not been answered to their end (vLLM's <c>load_aware_call</c>). A call with several
/// answers is one, and what comes over gRPC is none.
/// </summary>
internal sealed class ServerLoad
{
    private long _calls;

    /// <summary>The calls now.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>A call that is not counted yet.</summary>
    public Counted Await() => new(this);

    /// <summary>One call.</summary>
    internal sealed class Counted(ServerLoad load) : IDisposable
    {
        private bool _isInside;

        /// <summary>Counts it.</summary>
        public void Enter()
        {
            _isInside = true;
            Interlocked.Increment(ref load._calls);
        }

        /// <summary>Counts it no longer.</summary>
        public void Dispose()
        {
            if (_isInside)
            {
                Interlocked.Decrement(ref load._calls);
            }
        }
    }
}
