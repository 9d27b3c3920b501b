using System.CommandLine;
using Emulator.Cli;

namespace LoadGen.Cli;

/// <summary><c>scheduler study</c>.</summary>
internal static class SchedulerCommand
{
    /// <summary>The verb with its subcommands.</summary>
    public static Command Create() => new Verb("scheduler", "Shows what the scheduler does, and what that does to a load.", "loadgen scheduler study chunked-prefill")
    {
        SchedulerStudyCommand.Create(),
    };
}
