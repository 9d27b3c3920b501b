using System.Globalization;
using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Scheduling;

namespace Emulator.Capacity;

/// <summary>The trade of time to first token against time between tokens: a large budget reads prompts in few long steps, a small one keeps steps short.</summary>
internal sealed class BudgetCurve(Deployment deployment, BudgetLoad load)
{
    private const int SmallestBudget = 256;
    private const int LargestBudget = 32_768;

    private readonly StepCostModel _model = deployment.Price();

    /// <summary>A point for each power of two, for the study's budget, and for the deployment's own.</summary>
    public IEnumerable<BudgetPoint> OfBudgets()
    {
        int study = StudyTokenBudget.For(deployment.Gpu, deployment.Model, deployment.TensorParallelSize);
        SortedSet<int> budgets = [study, deployment.TokenBudget];
        for (int budget = SmallestBudget; budget <= LargestBudget; budget *= 2)
        {
            budgets.Add(budget);
        }

        // A budget that the decodes use up lets no prompt in.
        return budgets.Where(budget => budget > load.Running).Select(budget => Point(
            string.Create(CultureInfo.InvariantCulture, $"{(budget == study ? "study" : "fixed")} {budget}"), budget - load.Running));
    }

    /// <summary>A point for each target of a step's time.</summary>
    /// <param name="targets">The targets.</param>
    public IEnumerable<BudgetPoint> OfTargets(IEnumerable<TimeSpan> targets) => targets.Select(target => Point(
        $"target-step {Quantity.Print(target)}", PrefillTokens(target)));

    private int PrefillTokens(TimeSpan target)
    {
        int limit = new PrefillLimit(_model, target, deployment.TokenBudget).Beside(Decodes());
        return Math.Min(limit, Math.Max(PrefillLimit.Floor, deployment.TokenBudget - load.Running));
    }

    private BudgetPoint Point(string policy, int prefillTokens)
    {
        double best = Microseconds([]);
        double ttft = 0;
        double worst = Microseconds(FullStep(prefillTokens));
        int steps = 0;
        for (int past = 0; past < load.Prompt; steps++)
        {
            PrefillChunk chunk = new(Math.Min(prefillTokens, load.Prompt - past), past);
            double step = Microseconds([chunk]);
            ttft += step;
            worst = Math.Max(worst, step);
            past += chunk.NewTokens;
        }

        return new BudgetPoint(policy, prefillTokens, steps, ttft, best, worst, load.Prompt / (ttft * 1e-6));
    }

    // Whole prompts while they fit, and the beginning of one more.
    private List<PrefillChunk> FullStep(int prefillTokens)
    {
        List<PrefillChunk> chunks = [];
        for (int left = prefillTokens; left > 0; left -= load.Prompt)
        {
            chunks.Add(new PrefillChunk(Math.Min(left, load.Prompt), 0));
        }

        return chunks;
    }

    private double Microseconds(List<PrefillChunk> chunks)
    {
        StepTotals totals = Decodes();
        foreach (PrefillChunk chunk in chunks)
        {
            totals.AddChunk(chunk.NewTokens, chunk.Past, finishes: chunk.NewTokens + chunk.Past == load.Prompt);
        }

        return _model.Step(totals, chunks.ToArray()).TotalMicroseconds;
    }

    private StepTotals Decodes()
    {
        StepTotals totals = new() { Window = _model.AttentionWindow ?? 0 };
        totals.AddEqualDecodes(load.Running, (long)load.Running * load.Context);
        return totals;
    }
}
