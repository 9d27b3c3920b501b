using System.CommandLine;
using System.Globalization;
using Emulator.Cli;
using LoadGen.Workloads;

namespace LoadGen.Cli;

/// <summary><c>workloads list|show</c>.</summary>
internal static class WorkloadsCommand
{
    /// <summary>The verb with its subcommands.</summary>
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = $"{string.Join(", ", Workload.BuiltInNames)}, or a YAML file." };
        Verb show = new("show", "Prints a workload as YAML, and what its distributions really draw on standard error.", "loadgen workloads show heavy > mine.yaml") { name };
        show.SetAction(result => Show(result.GetRequiredValue(name), result.InvocationConfiguration));

        Verb list = new("list", "Names the built-in workloads.", "loadgen workloads list");
        list.SetAction(result => List(result.InvocationConfiguration.Output));
        return new Verb("workloads", "Shows who sends what, how often.", "loadgen workloads list") { list, show };
    }

    private static void List(TextWriter output)
    {
        TextTable table = new("name", "requests/s", "profiles", "what");
        foreach (Workload workload in Workload.BuiltInNames.Select(Workload.Load))
        {
            double rate = workload.Profiles.Sum(profile => profile.Arrivals.RatePerSecond);
            table.Add(workload.Name, rate.ToString("0.###", CultureInfo.InvariantCulture), workload.Profiles.Count.ToString(CultureInfo.InvariantCulture), workload.Description);
        }

        table.WriteTo(output);
    }

    private static void Show(string name, InvocationConfiguration console)
    {
        Workload workload = Workload.Load(name);
        console.Output.Write(Workload.Text(name));
        TextTable table = new("profile", "requests/s", "what", "distribution", "mean", "stddev", "p50", "p99");
        foreach (ClientProfile profile in workload.Profiles)
        {
            Row(table, profile, "prompt tokens", profile.PromptTokens.ToString(), profile.PromptTokens.Effective());
            Row(table, profile, "output tokens", profile.OutputTokens.ToString(), profile.OutputTokens.Effective());
            if (profile.Conversation is ConversationShape { Think: Distribution think })
            {
                Row(table, profile, "think time, s", $"{think}", Moments.OfQuantiles(think.Quantile));
            }
        }

        table.WriteTo(console.Error);
    }

    private static void Row(TextTable table, ClientProfile profile, string what, string distribution, Moments effective) =>
        table.Add(profile.Name, TextTable.Figure(profile.Arrivals.RatePerSecond), what, distribution, TextTable.Figure(effective.Mean), TextTable.Figure(effective.StandardDeviation), TextTable.Figure(effective.P50), TextTable.Figure(effective.P99));
}
