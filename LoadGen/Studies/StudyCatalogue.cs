namespace LoadGen.Studies;

/// <summary>All studies, in the order in which they are best read.</summary>
public static class StudyCatalogue
{
    /// <summary>The studies.</summary>
    public static IReadOnlyList<Study> All { get; } = [new ChunkedPrefillStudy(), new TokenBudgetStudy(), new PreemptionStudy(), new PrefixCachingStudy(), new PoliciesStudy()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(study => study.Name)];

    /// <summary>The study of that name, however it is capitalised; null when there is none.</summary>
    public static Study? Find(string name) => All.FirstOrDefault(study => study.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
