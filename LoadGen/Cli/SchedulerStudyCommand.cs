using System.CommandLine;
using Emulator;
using Emulator.Cli;
using Emulator.Configuration;
using LoadGen.Studies;
using LoadGen.Workloads;

namespace LoadGen.Cli;

/// <summary><c>scheduler study</c>: a question about scheduling, answered by simulations: figures, sentences and a picture.</summary>
internal static class SchedulerStudyCommand
{
    private const string All = "all";

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string?> name = new("NAME") { Description = $"{string.Join(", ", StudyCatalogue.Names)}, or all. [the studies are listed]", Arity = ArgumentArity.ZeroOrOne };
        Option<string> preset = PresetOptions.Preset(ServerOptions.DefaultPreset);
        Option<string[]> changes = PresetOptions.Changes();
        Option<string?> workload = new("--workload", "-w") { Description = $"Workload: {string.Join(", ", Workload.BuiltInNames)}, or a YAML file. [the study's own]", HelpName = "NAME|FILE" };
        Option<long> seed = QuantityOption.WholeNumber("--seed", "Seed of every draw.", 1);
        Option<TimeSpan?> duration = QuantityOption.Duration("--duration", "First turns arrive in this window of model time: 300s, 500ms, 2m. [the study's own]");
        Option<double> rateScale = QuantityOption.PositiveNumber("--rate-scale", "Multiplies every rate of the workload.", 1);
        StudyOutputOptions output = new();
        Verb command = new("study", "Answers a question about scheduling by simulations: figures, what they say, and a picture.", "loadgen scheduler study chunked-prefill --out chunked-prefill.svg") { Remarks = ArgumentSources.Remarks };
        command.Add(name);
        command.Add("What is emulated", preset, changes);
        command.Add("What is sent", workload, seed, duration, rateScale);
        output.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            TextWriter text = result.InvocationConfiguration.Output;
            if (result.GetValue(name) is not { } asked)
            {
                output.RefuseWithout(result, name.Name);
                List(text);
                return Task.FromResult(ExitCode.Done);
            }

            Study[] studies = Named(asked);
            ServerOptions server = ServerOptions.FromPreset(result.GetValue(preset)!, PresetOptions.Read(result.GetValue(changes)!));
            StudySettings[] settings = [.. studies.Select(study => new StudySettings(server, Workload.Load(result.GetValue(workload) ?? study.DefaultWorkload), result.GetValue(duration) ?? study.DefaultDuration, result.GetValue(rateScale), result.GetValue(seed)))];
            output.Check(result, studies);
            foreach ((Study study, StudySettings setting) in studies.Zip(settings))
            {
                StudyResult answer;
                try
                {
                    answer = study.Run(setting, cancellation);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    result.InvocationConfiguration.Error.WriteLine($"interrupted: study {study.Name} was not finished.");
                    return Task.FromResult(ExitCode.Interrupted);
                }

                if (study != studies[0])
                {
                    text.WriteLine();
                }

                answer.WriteText(text);
                output.Write(result, answer);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Study[] Named(string name) => name.Equals(All, StringComparison.OrdinalIgnoreCase)
        ? [.. StudyCatalogue.All]
        : [StudyCatalogue.Find(name) ?? throw new InvalidConfigurationException($"'{name}' is no study; allowed are {string.Join(", ", StudyCatalogue.Names)} and {All}{NearestName.Hint(name, StudyCatalogue.Names)}")];

    private static void List(TextWriter output)
    {
        TextTable table = new("name", "workload", "question");
        foreach (Study study in StudyCatalogue.All)
        {
            table.Add(study.Name, study.DefaultWorkload, study.Question);
        }

        table.WriteTo(output);
    }
}
