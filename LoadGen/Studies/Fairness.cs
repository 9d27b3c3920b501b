namespace LoadGen.Studies;

/// <summary>How evenly a service was shared out.</summary>
public static class Fairness
{
    /// <summary>
    /// Shares of <paramref name="service"/> of which none can grow without a smaller one shrinking: who wants less than an equal share gets all it
    /// wants, and what that leaves is for the others to share alike.
    /// </summary>
    /// <param name="demands">What each wants, not negative.</param>
    /// <param name="service">What there is; more than all want is not handed out.</param>
    /// <remarks>Demands 2, 3, 10 and a service of 9: an equal share is 3, so the first gets 2, the second 3 and the last 4.</remarks>
    public static IReadOnlyList<double> MaxMinShares(IReadOnlyList<double> demands, double service)
    {
        ArgumentNullException.ThrowIfNull(demands);
        double[] shares = new double[demands.Count];
        double left = service;
        int[] byDemand = [.. Enumerable.Range(0, demands.Count).OrderBy(i => demands[i])];
        for (int i = 0; i < byDemand.Length; i++)
        {
            shares[byDemand[i]] = Math.Min(demands[byDemand[i]], left / (byDemand.Length - i));
            left -= shares[byDemand[i]];
        }

        return shares;
    }

    /// <summary>Jain's index, (Σx)² / (n·Σx²): 1 where all have the same, 1/n where one has everything; null where nobody has anything.</summary>
    /// <remarks>Jain, Chiu and Hawe, DEC-TR-301, 1984. By hand: 1, 1, 1 and 0.2 give 3.2² / (4 · 3.04) = 0.84.</remarks>
    public static double? Jain(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double squares = values.Sum(value => value * value);
        double sum = values.Sum();
        return squares > 0 ? sum * sum / (values.Count * squares) : null;
    }
}
