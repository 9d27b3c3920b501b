namespace Emulator.SchedulerCases;

/// <summary>What a step must show: each field as compact JSON, as a case file has it. Lists that a file leaves out are empty.</summary>
/// <param name="Fields">Field and value, in the order of <see cref="StepField.Always"/>, then of <see cref="StepField.Blocks"/> where those are checked.</param>
public sealed record ExpectedStep(IReadOnlyList<string> Fields);
