using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator.SchedulerCases;

namespace Emulator.Cli;

/// <summary><c>scheduler</c>: the scheduler alone, without clock and cost.</summary>
internal static class SchedulerCommand
{
    public static Command Create()
    {
        Verb scheduler = new("scheduler", "Checks the scheduler against recorded cases.", "emulator scheduler replay cases/") { Replay() };
        return scheduler;
    }

    private static Verb Replay()
    {
        Verb replay = new(
            "replay",
            "Runs case files on the scheduler and prints each difference.",
            "emulator scheduler replay cases/ my-case.json")
        {
            Remarks = "A difference is a line of five columns with tabs between them: case, step, field, expected, got. Of a case that differs only the first such step "
                + "is shown, since all later ones follow from it. The last line reads N passed, N failed. Files that are no cases count as failed, and a line on standard error says why. "
                + "The exit code is 1 when a case differs, 2 when a file is no case.",
        };
        Argument<string[]> paths = new("PATH...") { Description = "Case files, and folders whose *.json are case files.", Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(given => RefuseOptions(given, replay));
        replay.Add(paths);
        replay.SetAction(result => Run(CaseFile.Find(result.GetValue(paths)!), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return replay;
    }

    /// <summary>A list of paths would take whatever stands there.</summary>
    private static void RefuseOptions(ArgumentResult given, Command command)
    {
        foreach (string token in given.Tokens.Select(token => token.Value).Where(token => token.Length > 1 && token[0] == '-' && !Path.Exists(token)))
        {
            given.AddError(WrongUsage.NoOption(token, command));
        }
    }

    private static int Run(IReadOnlyList<string> files, TextWriter output, TextWriter error)
    {
        (int passed, int differing, int unreadable) = (0, 0, 0);
        foreach (string file in files)
        {
            try
            {
                SchedulerCase played = CaseFile.Read(file);
                foreach (string warning in played.Warnings)
                {
                    error.WriteLine(warning);
                }

                string name = PlainText.Of(played.Name);
                IReadOnlyList<CaseDifference> differences = CaseReplay.Run(played);
                foreach (CaseDifference difference in differences)
                {
                    output.WriteLine($"{name}\t{difference.Step}\t{difference.Field}\t{difference.Expected}\t{difference.Got}");
                }

                if (differences.Count == 0)
                {
                    passed++;
                    continue;
                }

                differing++;
                if (played.Steps.Count - differences[0].Step - 1 is > 0 and int left)
                {
                    error.WriteLine($"{name}: stopped at step {differences[0].Step}; {left} later steps were not compared.");
                }
            }
            catch (InvalidConfigurationException problem)
            {
                unreadable++;
                error.WriteLine(problem.Message);
            }
        }

        output.WriteLine($"{passed} passed, {differing + unreadable} failed");
        return unreadable > 0 ? ExitCode.BadUsage : differing > 0 ? ExitCode.ThresholdFailed : ExitCode.Done;
    }
}
