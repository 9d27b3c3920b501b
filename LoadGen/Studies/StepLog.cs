using Emulator.Engine;

namespace LoadGen.Studies;

/// <summary>Remembers each step of a simulation: what its pictures are drawn from.</summary>
internal sealed class StepLog : IEngineObserver
{
    private readonly List<Step> _steps = [];

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    public void StepEnded(in EngineStep step) => _steps.Add(new Step(step.Start.SinceStart.TotalSeconds, step.End.SinceStart.TotalSeconds, step.Plan.Totals.Decodes, step.Plan.Preempted.Count));

    public void RequestEnded(EngineRequest request)
    {
    }

    /// <summary>A step.</summary>
    /// <param name="Start">Seconds of model time.</param>
    /// <param name="End">Seconds of model time.</param>
    /// <param name="Decodes">Requests that got a further token at its end.</param>
    /// <param name="Preempted">Requests that lost their KV blocks when it was planned.</param>
    public readonly record struct Step(double Start, double End, int Decodes, int Preempted)
    {
        /// <summary>How long it took, in seconds.</summary>
        public double Seconds => End - Start;
    }
}
