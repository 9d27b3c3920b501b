using System.CommandLine;
using System.Diagnostics;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using Emulator.Engine.Journal;

namespace LoadGen.Cli;

/// <summary><c>replay</c>: a live server's journal through the same engine in virtual time.</summary>
internal static class ReplayCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string[]> journals = new("JOURNAL...") { Description = "Journals that 'emulator serve --journal FILE' wrote.", Arity = ArgumentArity.OneOrMore };
        Verb command = new("replay", "Replays a server's journal in virtual time: the same plans, or where they part.", "loadgen replay journal.jsonl") { journals };
        command.SetAction(result =>
        {
            bool identical = true;
            foreach (string path in result.GetValue(journals)!)
            {
                identical &= Replay(path, result.InvocationConfiguration.Output);
            }

            return identical ? ExitCode.Done : ExitCode.ThresholdFailed;
        });
        return command;
    }

    private static bool Replay(string path, TextWriter output)
    {
        EngineJournal journal;
        try
        {
            journal = EngineJournal.Read(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"journal '{path}' cannot be read: {problem.Message}", problem);
        }

        EngineSetup setup = EngineSetup.From(ServerOptions.FromJson(journal.OptionsJson));
        long began = Stopwatch.GetTimestamp();
        ReplayResult replay = JournalReplay.Run(journal, setup.Blueprint);
        double wallMilliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        output.WriteLine(FormattableString.Invariant(
            $"{path}: {journal.Adds} requests, {journal.Aborts} aborts, {replay.Steps} steps replayed in {wallMilliseconds:F0} ms{(journal.Steps is null ? " (the server was killed: up to its last checkpoint)" : string.Empty)}"));
        output.WriteLine(replay.Difference ?? (replay.Steps > 0 ? $"identical plans, hash {replay.Hash}" : "no plans compared: the journal has no step that could be replayed"));
        return replay.Identical;
    }
}
