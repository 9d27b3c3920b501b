using System.CommandLine;
using System.Globalization;
using System.Text;
using Emulator;
using Emulator.Cli;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace LoadGen.Cli;

/// <summary><c>schedule export|check</c>.</summary>
internal static class ScheduleCommand
{
    /// <summary>The verb with its subcommands.</summary>
    public static Command Create() => new Verb("schedule", "Shows which request comes when: fixed before the first one is sent.", "loadgen schedule check --workload heavy")
    {
        Export(), Check(),
    };

    private static Verb Export()
    {
        ScheduleOptions options = new();
        Option<string?> path = new("--out") { Description = "File to write instead of standard output.", HelpName = "FILE" };
        Verb command = new("export", "Writes a schedule as JSONL, a line an arrival.", "loadgen schedule export --workload heavy --duration 20s --out heavy.jsonl") { Remarks = ArgumentSources.Remarks };
        options.AddTo(command);
        command.Add("Results", path);
        command.SetAction(result =>
        {
            LoadSchedule schedule = options.ReadSchedule(result);
            if (result.GetValue(path) is string file)
            {
                WriteFile(schedule, file);
            }
            else
            {
                schedule.WriteTo(result.InvocationConfiguration.Output);
            }
        });
        return command;
    }

    private static Verb Check()
    {
        ScheduleOptions options = new();
        Verb command = new("check", "Compares a schedule with its workload: rates, dispersion, Poisson distance, lengths. With --schedule alone it says what the file holds.", "loadgen schedule check --workload heavy") { Remarks = ArgumentSources.Remarks };
        options.AddTo(command);
        command.SetAction(result =>
        {
            Workload? workload = options.ReadWorkload(result);
            LoadSchedule schedule = options.ReadSchedule(result, workload);
            ScheduleCheck check = ScheduleCheck.Of(schedule, workload, result.GetValue(options.RateScale), result.GetValue(options.Duration));
            Print(schedule, check, result.InvocationConfiguration.Output);
        });
        return command;
    }

    private static void WriteFile(LoadSchedule schedule, string file)
    {
        try
        {
            using StreamWriter writer = new(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            schedule.WriteTo(writer);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"--out is '{file}', which cannot be written: {problem.Message}", problem);
        }
    }

    private static void Print(LoadSchedule schedule, ScheduleCheck check, TextWriter output)
    {
        string seed = schedule.Seed is long number ? string.Create(CultureInfo.InvariantCulture, $", seed {number}") : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{schedule.WorkloadName}{seed}, {check.Window.TotalSeconds:0.######} s, {schedule.Arrivals.Count:N0} arrivals, sha256 {schedule.Sha256}"));
        output.WriteLine();

        TextTable arrivals = new("arrivals", "first turns", "follow-ups", "asked/s", "got/s", "dispersion", "KS", "KS 5 %");
        foreach (ArrivalCheck row in check.Arrivals)
        {
            arrivals.Add(row.Profile, Whole(row.FirstTurns), Whole(row.FollowUps), TextTable.Figure(row.AskedRate), TextTable.Figure(row.Rate), TextTable.Figure(row.IndexOfDispersion), Fine(row.Distance), row.Distance is null ? "-" : Fine(row.FivePercentPoint));
        }

        arrivals.WriteTo(output);
        output.WriteLine();

        TextTable lengths = new("lengths", "", "", "count", "mean", "stddev", "p50", "p90", "p99", "distribution");
        foreach (LengthCheck row in check.Lengths)
        {
            if (row.Asked is not null)
            {
                Add(lengths, row, "asked", "-", row.Asked, row.Distribution ?? "");
            }

            Add(lengths, row, "got", Whole(row.Drawn.Count), row.Drawn, "");
        }

        lengths.WriteTo(output);
        output.WriteLine();
        output.WriteLine("dispersion: variance over mean of first turns per second, 1 for Poisson. KS: distance of the gaps from exponential ones; a Poisson process exceeds \"KS 5 %\" in one schedule of twenty.");
    }

    private static void Add(TextTable table, LengthCheck row, string side, string count, Moments moments, string distribution) =>
        table.Add(row.Profile, row.What, side, count, TextTable.Figure(moments.Mean), TextTable.Figure(moments.StandardDeviation), TextTable.Figure(moments.P50), TextTable.Figure(moments.P90), TextTable.Figure(moments.P99), distribution);

    private static string Whole(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Fine(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
