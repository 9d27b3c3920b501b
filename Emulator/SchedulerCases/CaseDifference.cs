namespace Emulator.SchedulerCases;

/// <summary>A field of a step that came out otherwise.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Field">The field: see <see cref="StepField"/>.</param>
/// <param name="Expected">What the case says, as JSON.</param>
/// <param name="Got">What came out, as JSON.</param>
public sealed record CaseDifference(string Case, int Step, string Field, string Expected, string Got);
