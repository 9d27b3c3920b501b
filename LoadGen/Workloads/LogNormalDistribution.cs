using Emulator;
using Emulator.Numerics;

namespace LoadGen.Workloads;

/// <summary>exp(mu + sigma·z) with z standard normal: mu and sigma are those of the logarithm, not of the value itself.</summary>
/// <remarks>Mean exp(mu + sigma²/2), median exp(mu): mu 8.7 and sigma 0.17 give a mean of 6,090 and a median of 6,003.</remarks>
public sealed class LogNormalDistribution : Distribution
{
    /// <summary>The names that parameters can have in a workload file.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["mu", "sigma", "mean", "cv", "stddev", "median", "p50", "p99"];

    private const string Forms = "{mu, sigma}, {mean, cv}, {mean, stddev}, {median, p99}, {p50, p99}";

    /// <summary>From the mean and the standard deviation of the logarithm.</summary>
    /// <exception cref="InvalidConfigurationException"><paramref name="sigma"/> is not above 0.</exception>
    public LogNormalDistribution(double mu, double sigma)
    {
        if (!double.IsFinite(mu) || !(sigma > 0) || !double.IsFinite(Math.Exp(mu + (sigma * sigma / 2))))
        {
            throw new InvalidConfigurationException($"lognormal has mu {mu} and sigma {sigma}; allowed are a sigma above 0 and a mean, exp(mu + sigma²/2), below 1e308.");
        }

        Mu = mu;
        Sigma = sigma;
    }

    /// <summary>Mean of the value's logarithm.</summary>
    public double Mu { get; }

    /// <summary>Standard deviation of the value's logarithm.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public override double Mean => SpecifiedMath.Exp(Mu + (Sigma * Sigma / 2));

    /// <summary>From parameters by name: exactly one of {mu, sigma}, {mean, cv}, {mean, stddev}, {median, p99}, {p50, p99}.</summary>
    /// <exception cref="InvalidConfigurationException">Another combination, or a value out of range.</exception>
    public static LogNormalDistribution FromParameters(IReadOnlyDictionary<string, double> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return string.Join(' ', parameters.Keys.Order(StringComparer.Ordinal)) switch
        {
            "mu sigma" => new LogNormalDistribution(parameters["mu"], parameters["sigma"]),
            "cv mean" => FromMeanAndCv(parameters["mean"], parameters["cv"]),
            "mean stddev" => FromMeanAndCv(parameters["mean"], parameters["stddev"] / parameters["mean"]),
            "median p99" => FromMedianAndP99(parameters["median"], parameters["p99"]),
            "p50 p99" => FromMedianAndP99(parameters["p50"], parameters["p99"]),
            _ => throw new InvalidConfigurationException($"lognormal is given by {{{string.Join(", ", parameters.Keys)}}}; allowed is exactly one of {Forms}."),
        };
    }

    /// <inheritdoc/>
    public override double Quantile(double p) => SpecifiedMath.Exp(Mu + (Sigma * NormalQuantile.Of(p)));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"log-normal, mu {Mu:0.####}, sigma {Sigma:0.####}");

    // cv = stddev/mean of the value; variance of the logarithm is ln(1 + cv²).
    private static LogNormalDistribution FromMeanAndCv(double mean, double cv)
    {
        if (!(mean > 0) || !(cv > 0) || !double.IsFinite(mean) || !double.IsFinite(cv * cv))
        {
            throw new InvalidConfigurationException($"lognormal has mean {mean} and coefficient of variation {cv}; allowed are values above 0 for both.");
        }

        double variance = SpecifiedMath.Log(1 + (cv * cv));
        return new LogNormalDistribution(SpecifiedMath.Log(mean) - (variance / 2), Math.Sqrt(variance));
    }

    private static LogNormalDistribution FromMedianAndP99(double median, double p99)
    {
        if (!(median > 0) || !(p99 > median) || !double.IsFinite(p99))
        {
            throw new InvalidConfigurationException($"lognormal has median {median} and p99 {p99}; allowed are a median above 0 and a p99 above the median.");
        }

        return new LogNormalDistribution(SpecifiedMath.Log(median), SpecifiedMath.Log(p99 / median) / NormalQuantile.Of(0.99));
    }
}
