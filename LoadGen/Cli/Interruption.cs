using System.Runtime.InteropServices;

namespace LoadGen.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. The first asks the verb to end and to write what it has measured, however long that takes; the second ends the
/// process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _signals;

    /// <summary>Listens from now on.</summary>
    /// <param name="error">Where to say that it was heard.</param>
    public Interruption(TextWriter error)
    {
        _error = error;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _asked.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _asked.Dispose();
    }

    private void Hear(PosixSignalContext signal)
    {
        if (_asked.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        _error.WriteLine("interrupted: ending, and writing what was measured; once more ends at once");

        // Not on this thread, which must be free to hear the second signal.
        _ = _asked.CancelAsync();
    }
}
