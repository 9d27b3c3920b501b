namespace Emulator.Admission;

/// <summary>Leaves the reading of a request as soon as it is known that it will not be answered.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
