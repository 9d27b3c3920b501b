using System.Globalization;
using CsCheck;
using Emulator.Prometheus;

namespace Tests.Unit.Prometheus;

/// <summary>The expected texts are those of Python's client: <c>floatToGoString</c> over Python's <c>repr</c>.</summary>
public class PrometheusNumberTests
{
    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(1e-100, "1e-100")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(100, "100.0")]
    [InlineData(999_999, "999999.0")]
    [InlineData(999_999.5, "999999.5")]
    [InlineData(1_000_000, "1e+06")]
    [InlineData(-1_000_000, "-1000000.0")]
    [InlineData(1_234_567, "1.234567e+06")]
    [InlineData(1_234_567.25, "1.23456725e+06")]
    [InlineData(1_753_795_326.9352946, "1.7537953269352946e+09")]
    [InlineData(1_200_000_000_000, "1.2e+012")]
    [InlineData(9_007_199_254_740_993, "9.007199254740992e+015")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e22, "1.5e+22")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void A_number_is_written_as_Pythons_client_does(double value, string text) => Assert.Equal(text, PrometheusNumber.Of(value));

    [Fact]
    public void Every_number_reads_back_the_same() => Gen.Double.Where(double.IsFinite).Sample(
        value => double.Parse(PrometheusNumber.Of(value), CultureInfo.InvariantCulture) == value);
}
