using System.CommandLine;
using Emulator.Cli;

namespace LoadGen.Cli;

/// <summary><c>scheduler</c>: what the scheduler does with a load.</summary>
internal static class SchedulerCommand
{
    /// <summary>The verb with its subcommands.</summary>
    public static Command Create() => new Verb("scheduler", "Shows what the scheduler does with a load, and what that does to the load.", "loadgen scheduler trace --preset seed-tp8 --workload heavy --rate-scale 0.25")
    {
        SchedulerTraceCommand.Create(),
        SchedulerStudyCommand.Create(),
    };
}
