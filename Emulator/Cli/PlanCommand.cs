using System.CommandLine;
using Emulator.Capacity;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary><c>plan</c>: what fits into memory, and what a token budget trades.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        Verb plan = new(
            "plan",
            "Shows how a server's memory is divided and what fits, or, with --budget, what its token budget trades: time to first token against time between tokens.",
            "emulator plan --preset llama3-70b-h100-tp8 --lengths 1024+256,8192+1024")
        {
            Remarks = ServerFlags.Remarks,
        };
        ServerFlags flags = new(OptionGroup.Machine, OptionGroup.Planning);
        Option<string> lengths = new("--lengths")
        {
            HelpName = "PROMPT+OUTPUT,...",
            Description = "Requests in tokens, of which it is shown how many the KV cache holds at once.",
            DefaultValueFactory = _ => RequestLength.Usual,
        };
        BudgetOptions budget = new();
        Option<bool> json = new("--json") { Description = "Prints JSON in place of tables.", Arity = ArgumentArity.Zero };
        flags.AddConfigTo(plan);
        plan.Add("Memory", lengths);
        budget.AddTo(plan);
        plan.Add("Output", json);
        flags.AddOptionsTo(plan);
        plan.SetAction(result =>
        {
            Deployment deployment = Deployment.From(flags.Read(result).Options);
            DeploymentCoverage.Check(deployment);
            if (budget.IsAsked(result) && result.GetResult(lengths) is { Implicit: false })
            {
                throw new InvalidConfigurationException("--lengths has no meaning with --budget.");
            }

            return budget.IsAsked(result)
                ? budget.Show(deployment, result, result.GetValue(json))
                : ShowMemory(deployment, RequestLength.ParseList(result.GetRequiredValue(lengths)), result.GetValue(json), result.InvocationConfiguration);
        });
        return plan;
    }

    private static int ShowMemory(Deployment deployment, IReadOnlyList<RequestLength> lengths, bool asJson, InvocationConfiguration console)
    {
        MemoryOverview overview = MemoryOverview.Of(deployment);
        if (asJson)
        {
            console.Output.WriteLine(PrintedJson.Text(MemoryJson.Of(overview, lengths)));
        }
        else
        {
            MemoryTable.Write(console.Output, overview, lengths);
        }

        if (overview.Shortage is null)
        {
            return ExitCode.Done;
        }

        console.Error.WriteLine(overview.Shortage);
        return ExitCode.BadUsage;
    }
}
