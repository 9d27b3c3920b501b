using System.Globalization;
using Emulator;
using LoadGen.Workloads;

namespace Tests.Unit.Workloads;

public sealed class DistributionTests
{
    public static TheoryData<Distribution> Plain =>
        [new FixedValue(17), new UniformDistribution(500, 2_000), new ExponentialDistribution(303), new LogNormalDistribution(8.7, 0.17)];

    [Theory]
    [MemberData(nameof(Plain))]
    public void The_mean_is_that_of_the_draws(Distribution distribution)
    {
        SeededRandom random = new(1, "mean");
        double mean = Enumerable.Range(0, 200_000).Average(_ => distribution.Sample(random));
        Assert.InRange(mean / distribution.Mean, 0.99, 1.01);
        Assert.InRange(Moments.OfQuantiles(distribution.Quantile).Mean / distribution.Mean, 0.9999, 1.0001);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Half_of_the_draws_are_below_the_median(Distribution distribution)
    {
        SeededRandom random = new(2, "median");
        double median = distribution.Quantile(0.5);
        int notAbove = Enumerable.Range(0, 100_000).Count(_ => distribution.Sample(random) <= median);
        Assert.True(distribution is FixedValue ? notAbove == 100_000 : Math.Abs(notAbove - 50_000) < 650);
    }

    // All of them describe LogNormal(7, 0.5): mean exp(7.125), cv √(e^0.25 - 1), median e^7, p99 exp(7 + 0.5·2.3263478740408408).
    [Theory]
    [InlineData("mu=7 sigma=0.5")]
    [InlineData("mean=1242.6481671 cv=0.532940350")]
    [InlineData("mean=1242.6481671 stddev=662.2573491")]
    [InlineData("median=1096.6331584 p99=3509.3072665")]
    [InlineData("p50=1096.6331584 p99=3509.3072665")]
    public void Every_parametrisation_of_a_lognormal_leads_to_the_same_one(string parameters)
    {
        LogNormalDistribution distribution = LogNormalDistribution.FromParameters(Parse(parameters));
        Assert.Equal(7, distribution.Mu, 5);
        Assert.Equal(0.5, distribution.Sigma, 5);
        Assert.Equal(1_242.648, distribution.Mean, 1);
        Assert.Equal(1_096.633, distribution.Quantile(0.5), 1);
        Assert.Equal(3_509.29, distribution.Quantile(0.99), 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mu=7")]
    [InlineData("mu=7 cv=0.5")]
    [InlineData("mean=7 cv=0.5 stddev=3")]
    [InlineData("mu=7 sigma=0.5 mean=1000")]
    [InlineData("median=7 p50=7 p99=9")]
    [InlineData("mean=7 p99=9")]
    public void Any_other_combination_is_refused_with_the_list_of_what_is_allowed(string parameters)
    {
        InvalidConfigurationException problem = Assert.Throws<InvalidConfigurationException>(() => LogNormalDistribution.FromParameters(Parse(parameters)));
        Assert.EndsWith("allowed is exactly one of {mu, sigma}, {mean, cv}, {mean, stddev}, {median, p99}, {p50, p99}.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_make_no_distribution_are_refused()
    {
        Assert.Throws<InvalidConfigurationException>(() => new FixedValue(-1));
        Assert.Throws<InvalidConfigurationException>(() => new UniformDistribution(5, 5));
        Assert.Throws<InvalidConfigurationException>(() => new UniformDistribution(-1, 5));
        Assert.Throws<InvalidConfigurationException>(() => new ExponentialDistribution(0));
        Assert.Throws<InvalidConfigurationException>(() => new LogNormalDistribution(1, 0));
        Assert.Throws<InvalidConfigurationException>(() => new LogNormalDistribution(800, 1));
        Assert.Throws<InvalidConfigurationException>(() => LogNormalDistribution.FromParameters(Parse("mean=0 stddev=1")));
        Assert.Throws<InvalidConfigurationException>(() => LogNormalDistribution.FromParameters(Parse("median=9 p99=9")));
    }

    private static Dictionary<string, double> Parse(string parameters) => parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
}
