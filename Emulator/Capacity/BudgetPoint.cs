namespace Emulator.Capacity;

/// <summary>What one budget gives the load.</summary>
/// <param name="Policy">The budget's policy and figure: "fixed 8192", "study 3691", "target-step 50ms".</param>
/// <param name="PrefillTokens">Tokens of prompts that a step takes beside the decodes.</param>
/// <param name="Steps">Steps that the prompt takes.</param>
/// <param name="TtftMicroseconds">Their time: from the first of them to the prompt's first token, nobody waiting before it.</param>
/// <param name="BestItlMicroseconds">A step of decodes alone: the shortest time between two of their tokens.</param>
/// <param name="WorstItlMicroseconds">A step of the decodes and as much of such prompts as the budget lets in: the longest.</param>
/// <param name="PrefillTokensPerSecond">Tokens of the prompt per second of its steps.</param>
public sealed record BudgetPoint(
    string Policy,
    int PrefillTokens,
    int Steps,
    double TtftMicroseconds,
    double BestItlMicroseconds,
    double WorstItlMicroseconds,
    double PrefillTokensPerSecond);
