using Emulator.Time;

namespace Tests.Simulation;

/// <summary>Something that comes at its time: a client arrives, a client goes away, or a fault strikes.</summary>
/// <param name="At">When.</param>
/// <param name="Arrives">Who comes; null for the others.</param>
/// <param name="Leaves">Who goes; null for the others.</param>
/// <param name="Fault">What strikes, for the rest.</param>
/// <param name="Amount">Blocks or tokens after it.</param>
/// <param name="Downtime">How long a crash lasts.</param>
internal sealed record Happening(ModelTime At, Client? Arrives = null, Client? Leaves = null, Fault Fault = default, int Amount = 0, TimeSpan Downtime = default);
