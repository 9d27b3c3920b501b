using System.Globalization;
using Emulator.CostModel;

namespace Emulator.Configuration;

/// <summary>What options may be, each for itself and beside the others.</summary>
internal static class ServerOptionRules
{
    /// <summary>Everything that is wrong, each in one sentence.</summary>
    /// <param name="options">The options.</param>
    /// <param name="origins">Where values came from, by option.</param>
    public static IEnumerable<string> Problems(ServerOptions options, IReadOnlyDictionary<string, string> origins)
    {
        foreach (ServerOption option in ServerOptionTable.All.Where(option => !option.IsAllowed(options)))
        {
            string value = option.IsSecret ? "not usable" : option.Print(options) is { Length: > 0 } text ? text : "not given";
            string origin = origins.TryGetValue(option.Name, out string? place) ? $" ({place})" : "";
            yield return $"{option.Name} is {value}{origin}; allowed are {option.Allowed}.";
        }

        int budget = options.MaxNumBatchedTokens ?? ServerOptions.DefaultTokenBudget;
        if (options.BudgetPolicy != BudgetPolicy.Study && budget < options.MaxNumSeqs)
        {
            yield return Invariant($"max-num-batched-tokens is {budget}, below max-num-seqs ({options.MaxNumSeqs}), so that not every request could decode in a step; allowed are {options.MaxNumSeqs} and more.");
        }

        if (options.BudgetPolicy == BudgetPolicy.Study && options.MaxNumBatchedTokens is int given)
        {
            yield return Invariant($"max-num-batched-tokens is {given}, but budget-policy study computes it; allowed are auto, or {given} with budget-policy fixed.");
        }

        foreach (string problem in TargetProblems(options).Concat(LatencyProblems(options)))
        {
            yield return problem;
        }

        if (!options.EnableChunkedPrefill && options.LongPrefillTokenThreshold != 0)
        {
            yield return Invariant($"long-prefill-token-threshold is {options.LongPrefillTokenThreshold}, but enable-chunked-prefill is false and no prompt may be cut; allowed is 0.");
        }

        if (options.EnableAutoToolChoice && options.ToolCallParser is null)
        {
            yield return "enable-auto-tool-choice is true, but tool-call-parser is none; allowed is false, or the name of a parser.";
        }

        if (options.StreamBufferTokens < options.StreamInterval)
        {
            yield return Invariant($"stream-buffer-tokens is {options.StreamBufferTokens}, below stream-interval ({options.StreamInterval}), so that no token would ever be sent; allowed are {options.StreamInterval} and more.");
        }

        foreach (string problem in TlsProblems(options))
        {
            yield return problem;
        }

        (string Name, int Port)[] ports = [("grpc-port", options.GrpcPort), ("http-port", options.HttpPort), ("admin-grpc-port", options.AdminGrpcPort)];
        foreach (IGrouping<int, (string Name, int Port)> shared in ports.Where(port => port.Port != 0).GroupBy(port => port.Port).Where(group => group.Count() > 1))
        {
            yield return Invariant($"{string.Join(" and ", shared.Select(port => port.Name))} are both {shared.Key}; allowed are different ports, or 0 for a free one.");
        }
    }

    private static IEnumerable<string> TlsProblems(ServerOptions options)
    {
        (string Name, bool IsGiven)[] others = [("tls-key", options.TlsKey is not null), ("ssl-ca-certs", options.SslCaCerts is not null), ("ssl-cert-reqs", options.SslCertReqs > 0)];
        return options.TlsCert is not null
            ? []
            : others.Where(other => other.IsGiven).Select(other => $"{other.Name} is {options.Show(other.Name)}, but tls-cert is none and nothing is encrypted; allowed is {ServerOptionTable.Find(other.Name)!.AbsentWord ?? "0"}, or a tls-cert.");
    }

    private static IEnumerable<string> TargetProblems(ServerOptions options)
    {
        if (options.BudgetPolicy != BudgetPolicy.TargetStep && options.TargetStep is { } target)
        {
            yield return $"target-step is {Quantity.Print(target)}, but budget-policy is not target-step and nothing would follow it; allowed is auto, or budget-policy target-step.";
        }

        if (options.BudgetPolicy == BudgetPolicy.TargetStep && !options.EnableChunkedPrefill)
        {
            yield return "budget-policy is target-step, but enable-chunked-prefill is false and no prompt may be cut to meet a target; allowed are fixed and study, or enable-chunked-prefill true.";
        }

        if (options.BudgetPolicy == BudgetPolicy.TargetStep && options.Latency is not null)
        {
            yield return $"budget-policy is target-step, but under latency {options.Show("latency")} a step's length does not depend on what is in it; allowed are fixed and study, or latency auto.";
        }
    }

    private static IEnumerable<string> LatencyProblems(ServerOptions options)
    {
        if (options.Latency is { } latency && latency.Ttft.MeanMicroseconds < latency.Itl.MeanMicroseconds)
        {
            yield return Invariant($"latency is {options.Show("latency")}, where the first token takes {latency.Ttft.MeanMicroseconds * 1e-3:0.###} ms (mean of ttft), less than the one step of {latency.Itl.MeanMicroseconds * 1e-3:0.###} ms (mean of itl) that it needs; allowed is a ttft of at least the itl.");
        }
    }

    private static string Invariant(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
