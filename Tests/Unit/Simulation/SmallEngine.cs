using Emulator.CostModel;
using Emulator.Engine;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;
using Emulator.Time;
using LoadGen.Schedule;
using LoadGen.Simulation;

namespace Tests.Unit.Simulation;

/// <summary>An 8B model on one H100 whose steps a test can price by itself, and arrivals for it.</summary>
internal static class SmallEngine
{
    public static readonly StepCostModel CostModel = new(GpuCatalogue.Find("H100"), ModelCatalogue.Find("Llama-3.1-8B"), 1, default, 8_192, 64);

    public static EngineBlueprint Blueprint(SchedulerOptions? scheduling = null, TimeSpan? timeout = null) =>
        new(scheduling ?? new SchedulerOptions { MaxNumSeqs = 8, TokenBudget = 2_048, NumGpuBlocks = 1_000 }, CostModel, 8_192, timeout);

    /// <summary>What comes out of a run of these arrivals.</summary>
    public static SimulationResult Run(EngineBlueprint blueprint, params Arrival[] arrivals) =>
        Simulator.Run(LoadSchedule.FromArrivals(arrivals, "test"), new SimulationOptions { Blueprint = blueprint, HashesPlans = true });

    /// <summary>Duration of a step that computes one whole prompt beside decodes with the given contexts.</summary>
    public static TimeSpan Prefill(int tokens, params ReadOnlySpan<int> decodeContexts)
    {
        StepTotals totals = Decodes(decodeContexts);
        totals.AddChunk(tokens, past: 0, finishes: true);
        return Duration.FromMicroseconds(CostModel.Step(totals, []).TotalMicroseconds);
    }

    /// <summary>Duration of a step in which sequences with these contexts, their new token counted, decode.</summary>
    public static TimeSpan Decode(params ReadOnlySpan<int> contexts) => Duration.FromMicroseconds(CostModel.Step(Decodes(contexts), []).TotalMicroseconds);

    public static Arrival First(string id, TimeSpan at, int prompt, int output, TimeSpan? timeout = null) => new()
    {
        Id = id,
        Conversation = id,
        At = at,
        Profile = "test",
        PromptTokens = prompt,
        OutputTokens = output,
        MaxOutputTokens = output,
        Timeout = timeout,
    };

    public static Arrival FollowUp(string id, Arrival before, TimeSpan think, int newTokens, int output) => new()
    {
        Id = id,
        Conversation = before.Conversation,
        After = before.Id,
        Think = think,
        Turn = before.Turn + 1,
        Profile = "test",
        PromptTokens = before.PromptTokens + before.OutputTokens + newTokens,
        OutputTokens = output,
        MaxOutputTokens = output,
        Prefix = [.. before.Prefix, new PrefixPart(before.Id, before.PromptTokens - before.Prefix.Sum(part => part.Tokens)), PrefixPart.OutputOf(before.Id, before.OutputTokens)],
    };

    private static StepTotals Decodes(ReadOnlySpan<int> contexts)
    {
        StepTotals totals = default;
        foreach (int context in contexts)
        {
            totals.AddDecode(context);
        }

        return totals;
    }
}
