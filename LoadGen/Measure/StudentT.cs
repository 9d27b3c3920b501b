namespace LoadGen.Measure;

/// <summary>Student's t distribution, as far as 95 % confidence intervals need it.</summary>
internal static class StudentT
{
    /// <summary>97.5 % quantiles for 1 to 30 degrees of freedom (any table of the distribution).</summary>
    private static readonly double[] Table =
    [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
        2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
        2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
    ];

    /// <summary>The value that t stays below with probability 0.975: half the width of a 95 % interval in standard errors.</summary>
    /// <remarks>Above 30 degrees of freedom by the expansion of Abramowitz and Stegun, 26.7.5, to the second term: within 0.0001. 120 give 1.9799.</remarks>
    public static double Quantile975(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        if (degreesOfFreedom <= Table.Length)
        {
            return Table[degreesOfFreedom - 1];
        }

        const double z = 1.959964;
        double first = (Math.Pow(z, 3) + z) / 4;
        double second = ((5 * Math.Pow(z, 5)) + (16 * Math.Pow(z, 3)) + (3 * z)) / 96;
        return z + (first / degreesOfFreedom) + (second / degreesOfFreedom / degreesOfFreedom);
    }
}
