using System.CommandLine;
using Emulator.Capacity;
using Emulator.Configuration;
using Emulator.Explanation;

namespace Emulator.Cli;

/// <summary>The part of <c>plan</c> that is about token budgets.</summary>
internal sealed class BudgetOptions
{
    private readonly Option<bool> _budget = new("--budget") { Description = "Shows the trade-off curve of token budgets instead of memory.", Arity = ArgumentArity.Zero };
    private readonly Option<string> _running = Count("--running", "Requests that decode all the time.", "32");
    private readonly Option<string> _context = Count("--context", "Tokens of context of each.", "2048");
    private readonly Option<string> _prompt = Count("--prompt", "Tokens of the prompt that arrives beside them.", "8192");
    private readonly Option<string> _targets = new("--targets") { HelpName = "TIME,...", Description = "Times of a step that target-step budgets aim at.", DefaultValueFactory = _ => "10ms,25ms,50ms,100ms,200ms" };
    private readonly Option<bool> _csv = new("--csv") { Description = "Prints CSV in place of the table.", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _plot = new("--plot") { HelpName = "FILE", Description = "Draws the curve as SVG." };

    /// <summary>Adds the options to <paramref name="verb"/>.</summary>
    public void AddTo(Verb verb) => verb.Add("Token budgets", _budget, _running, _context, _prompt, _targets, _csv, _plot);

    /// <summary>Whether the curve is asked for.</summary>
    /// <exception cref="InvalidConfigurationException">It is not, but options that belong to it are given.</exception>
    public bool IsAsked(ParseResult result)
    {
        if (!result.GetValue(_budget) && new Option[] { _running, _context, _prompt, _targets, _csv, _plot }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } stray)
        {
            throw new InvalidConfigurationException($"{stray.Name} has no meaning without --budget.");
        }

        return result.GetValue(_budget);
    }

    /// <summary>Prints the curve.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Show(Deployment deployment, ParseResult result, bool asJson)
    {
        if (asJson && result.GetValue(_csv))
        {
            throw new InvalidConfigurationException("--json and --csv are both given; allowed is one of them.");
        }

        if (!deployment.Options.EnableChunkedPrefill)
        {
            throw new InvalidConfigurationException("enable-chunked-prefill is false, but --budget compares budgets that cut prompts; allowed is true.");
        }

        BudgetLoad load = new(Read(_running, result), Read(_context, result), Read(_prompt, result));
        BudgetCurve curve = new(deployment, load);
        BudgetPoint[] budgets = [.. curve.OfBudgets()];
        BudgetPoint[] targets = [.. curve.OfTargets(result.GetRequiredValue(_targets).Split(',').Select(ReadTarget))];
        TextWriter output = result.InvocationConfiguration.Output;
        if (asJson)
        {
            output.WriteLine(PrintedJson.Text(BudgetOutput.Json([.. budgets, .. targets])));
        }
        else if (result.GetValue(_csv))
        {
            BudgetOutput.WriteCsv(output, [.. budgets, .. targets]);
        }
        else
        {
            output.WriteLine(deployment.Title);
            output.WriteLine($"{Amount.Counted(load.Running, "request")} decode with {Amount.Counted(load.Context, "token")} of context each; a prompt of {Amount.Counted(load.Prompt, "token")} arrives");
            output.WriteLine();
            BudgetOutput.WriteTable(output, [.. budgets, .. targets]);
        }

        if (result.GetValue(_plot) is { } path)
        {
            OutputFile.Write(_plot.Name, path, BudgetOutput.Plot(deployment.Title, budgets, targets).Write);
        }

        if (MemoryOverview.Of(deployment).Shortage is { } shortage)
        {
            result.InvocationConfiguration.Error.WriteLine(shortage);
            return ExitCode.BadUsage;
        }

        WarnOfMemory(deployment, load, result.InvocationConfiguration.Error);
        return ExitCode.Done;
    }

    private static void WarnOfMemory(Deployment deployment, BudgetLoad load, TextWriter error)
    {
        long wanted = ((long)load.Running * load.Context) + load.Prompt;
        long held = Math.Max(0, MemoryOverview.Of(deployment).Plan.KvTokens);
        if (wanted > held)
        {
            error.WriteLine($"this load holds {Amount.Count(wanted)} tokens, but the KV cache only {Amount.Count(held)}: a server would not run so many requests at once.");
        }
    }

    // What serve takes as target-step, and nothing else.
    private TimeSpan ReadTarget(string text)
    {
        ServerOption row = ServerOptionTable.Find("target-step")!;
        return row.TrySet(new ServerOptions(), text, out ServerOptions options) && row.IsAllowed(options) && options.TargetStep is { } target
            ? target
            : throw new InvalidConfigurationException($"{_targets.Name} has '{text}'; allowed are {row.Allowed.Replace("auto and ", "", StringComparison.Ordinal)}, separated by commas.");
    }

    private static Option<string> Count(string name, string description, string standard) =>
        new(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => standard };

    private static int Read(Option<string> option, ParseResult result)
    {
        string text = result.GetRequiredValue(option);
        return GroupNumber.TryParse(text, 1, out int number)
            ? number
            : throw new InvalidConfigurationException($"{option.Name} is '{text}'; allowed are whole numbers from 1 to {GroupNumber.Largest}.");
    }
}
