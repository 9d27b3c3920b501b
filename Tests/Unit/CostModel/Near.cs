namespace Tests.Unit.CostModel;

/// <summary>Agreement within a share of the expected value.</summary>
internal static class Near
{
    public static void Equal(double expected, double actual, double share = 1e-3) =>
        Assert.True(Math.Abs(actual - expected) <= share * Math.Abs(expected), FormattableString.Invariant($"expected {expected}, was {actual}"));
}
