namespace Emulator.Capacity;

/// <summary>The load by which token budgets are judged: requests that decode all the time, and a prompt that arrives beside them.</summary>
/// <param name="Running">Requests that decode.</param>
/// <param name="Context">Tokens of context of each.</param>
/// <param name="Prompt">Tokens of the prompt.</param>
public sealed record BudgetLoad(int Running, int Context, int Prompt);
