using Emulator;
using Emulator.Hardware;

namespace Tests.Unit.Hardware;

public sealed class RooflineTests
{
    [Fact]
    public void Two_efficiencies_and_a_link_make_the_studys_device()
    {
        CoefficientSet made = Parse("""{ "kind": "NVLink", "bytesPerSecondPerDirection": 450e9 }""", 0.8).Coefficients;
        CoefficientSet study = GpuCatalogue.Find("GH200-576").Coefficients;
        Assert.Equal(study.LinearBf16, made.LinearBf16);
        Assert.Equal(study.DecodeAttentionBf16, made.DecodeAttentionBf16);
        Assert.Equal(study.PrefillAttentionBf16, made.PrefillAttentionBf16);
        Assert.Equal(study.Elementwise, made.Elementwise);
        Assert.Equal(study.AllReduce.Keys.Order(), made.AllReduce.Keys.Order());
        Assert.All(study.AllReduce, row =>
        {
            Assert.Equal(row.Value.FixedMicroseconds, made.AllReduce[row.Key].FixedMicroseconds, 1e-9);
            Assert.Equal(row.Value.MicrosecondsPerMegabyte, made.AllReduce[row.Key].MicrosecondsPerMegabyte, 1e-3);
        });
    }

    [Fact]
    public void Without_a_link_there_is_no_all_reduce() => Assert.Empty(Parse("null", 0.8).Coefficients.AllReduce);

    [Fact]
    public void An_efficiency_that_no_device_reaches_is_an_error() => Assert.Throws<InvalidConfigurationException>(() => Parse("null", 0.96));

    private static Gpu Parse(string interconnect, double bandwidthUtilization) => GpuCatalogue.Parse(
        FormattableString.Invariant($$"""
        {
          "name": "Textbook", "memoryBytes": 576000000000, "bytesPerSecond": 4.8e12, "peakBf16FlopsPerSecond": 1.979e15, "multiprocessors": 132,
          "interconnect": {{interconnect}},
          "coefficients": { "roofline": { "computeUtilization": 0.5, "bandwidthUtilization": {{bandwidthUtilization}}, "linkLatencyMicroseconds": 1 } },
          "calibrated": false, "note": "a textbook device", "datasheet": "none", "source": "a test"
        }
        """),
        "textbook.json");
}
