using Emulator.Scheduling;
using LoadGen.Schedule;
using LoadGen.Simulation;
using LoadGen.Trace;
using Tests.Unit.Simulation;

namespace Tests.Unit.Trace;

/// <summary>Seven requests on a small engine: a prompt in chunks, a cached prefix, a preemption, a timeout, one that can never run, and one that comes late.</summary>
internal static class SmallTrace
{
    private static readonly PrefixPart s_system = new("system", 64);

    public static readonly LoadSchedule Schedule = LoadSchedule.FromArrivals(
        [
            SmallEngine.First("chat-1", TimeSpan.Zero, prompt: 96, output: 100),
            With(SmallEngine.First("book", Milliseconds(50), prompt: 1_200, output: 90), s_system),
            With(SmallEngine.First("chat-2", Milliseconds(60), prompt: 200, output: 90), s_system),
            SmallEngine.First("slow", Milliseconds(100), prompt: 300, output: 200, timeout: Milliseconds(1_400)),
            SmallEngine.First("huge", Milliseconds(300), prompt: 5_000, output: 10),
            SmallEngine.First("essay", Milliseconds(900), prompt: 120, output: 260),
            SmallEngine.First("late", TimeSpan.FromSeconds(4), prompt: 400, output: 3),
        ],
        "seven-requests");

    public static readonly SimulationOptions Options = new()
    {
        Blueprint = SmallEngine.Blueprint(new SchedulerOptions { MaxNumSeqs = 4, TokenBudget = 512, NumGpuBlocks = 106, PrefixCaching = true }),
    };

    public static StepTrace Record(StepRange? range = null, params string[] followed) =>
        StepRecorder.Record(Schedule, Options, range ?? new StepRange(), followed.Length > 0 ? followed.ToHashSet() : null);

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Arrival With(Arrival arrival, PrefixPart prefix) => new()
    {
        Id = arrival.Id,
        Conversation = arrival.Conversation,
        At = arrival.At,
        Profile = arrival.Profile,
        PromptTokens = arrival.PromptTokens,
        OutputTokens = arrival.OutputTokens,
        MaxOutputTokens = arrival.MaxOutputTokens,
        Prefix = [prefix],
    };
}
