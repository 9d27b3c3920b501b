using LoadGen.Report;

namespace LoadGen.Studies;

/// <summary>What the figures of <see cref="PoliciesStudy"/> say.</summary>
internal static class PoliciesSentences
{
    public static IEnumerable<string?> Of(PolicyFigures[] policies)
    {
        yield return Deadlines(policies, policies[0].Asked.Factor, policy => policy.Asked);
        yield return Deadlines(policies, policies[0].Highest.Factor, policy => policy.Highest);
        yield return Waste(policies);
        yield return Service(policies);
        yield return FirstClass(policies);
    }

    private static string? Deadlines(PolicyFigures[] policies, double factor, Func<PolicyFigures, PolicyAtLoad> at)
    {
        PolicyFigures[] rated = [.. policies.Where(policy => at(policy).MetShare is not null)];
        return rated.Length == 0 ? null : $"At {Times(factor)} {List(rated.OrderByDescending(policy => at(policy).MetShare), policy => Wording.Share(at(policy).MetShare))} of the deadlines are met.";
    }

    private static string? Waste(PolicyFigures[] policies)
    {
        PolicyFigures[] rated = [.. policies.Where(policy => policy.Highest.TimedOutShare is not null)];
        return rated.Length == 0 || rated.Max(policy => policy.Highest.TimedOutShare) == 0
            ? null
            : $"Of the tokens computed at {Times(rated[0].Highest.Factor)}, {List(rated.OrderByDescending(policy => policy.Highest.TimedOutShare), policy => Wording.Share(policy.Highest.TimedOutShare))} go into requests that then miss their deadline.";
    }

    private static string? Service(PolicyFigures[] policies)
    {
        PolicyFigures[] rated = [.. policies.Where(policy => policy.Asked.Service.Jain is not null)];
        if (rated.Length == 0 || rated[0].Asked.Service.Tenants.Count < 2)
        {
            return null;
        }

        IReadOnlyList<double> demand = rated[0].Asked.Service.Demand;
        int greediest = demand.ToList().IndexOf(demand.Max());
        return $"Tenant {rated[0].Asked.Service.Tenants[greediest]} asks for {Wording.Share(demand[greediest] / demand.Sum())} of all tokens and gets {List(rated.OrderByDescending(policy => policy.Asked.Service.Share(greediest)), policy => Wording.Share(policy.Asked.Service.Share(greediest)))} of the service; Jain's index is {List(rated.OrderByDescending(policy => policy.Asked.Service.Jain), policy => Wording.Number(policy.Asked.Service.Jain))}.";
    }

    /// <summary>The class with the shortest deadline is first in the workload by convention of nobody: it is named with its figures alone.</summary>
    private static string? FirstClass(PolicyFigures[] policies)
    {
        PolicyFigures[] rated = [.. policies.Where(policy => policy.Asked.Classes[0].Ttft.P50 is not null)];
        return rated.Length == 0 ? null : $"Class {rated[0].Asked.Classes[0].Profile} waits for its first token {List(rated.OrderBy(policy => policy.Asked.Classes[0].Ttft.P50), policy => Wording.Time(policy.Asked.Classes[0].Ttft.P50!.Value))} at the median.";
    }

    private static string Times(double factor) => factor == 1 ? "the load asked for" : $"{Figures.Factor(factor)} times the load";

    private static string List(IEnumerable<PolicyFigures> policies, Func<PolicyFigures, string> figure) => string.Join(", ", policies.Select(policy => $"{figure(policy)} ({policy.Name})"));
}
