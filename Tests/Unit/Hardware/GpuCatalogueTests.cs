using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator;
using Emulator.Hardware;

namespace Tests.Unit.Hardware;

public sealed class GpuCatalogueTests
{
    private const string Minimal = """
        {
          "name": "Mine", "memoryBytes": 80000000000, "bytesPerSecond": 3e12, "peakBf16FlopsPerSecond": 1e15, "multiprocessors": 100,
          "interconnect": { "kind": "NVLink", "bytesPerSecondPerDirection": 450e9 },
          "coefficients": "H100-SXM", "calibrated": false, "note": "borrowed", "datasheet": "none", "source": "a test"
        }
        """;

    [Fact]
    public void The_catalogue_has_these_devices() => Assert.Equal(
        ["A100-SXM", "B200-SXM", "GH200-576", "H100-SXM", "H200-SXM", "L4", "L40S", "MI300X"], GpuCatalogue.All.Select(gpu => gpu.Name));

    [Theory]
    [InlineData("H100", "H100-SXM")]
    [InlineData("h100-sxm", "H100-SXM")]
    [InlineData("H100-80GB", "H100-SXM")]
    [InlineData("a100", "A100-SXM")]
    [InlineData("gh200-576", "GH200-576")]
    public void Names_and_aliases_are_found_whatever_their_case(string asked, string name) => Assert.Equal(name, GpuCatalogue.Find(asked).Name);

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_all()
    {
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => GpuCatalogue.Find("H10-SXM"));
        Assert.Contains("gpu is 'H10-SXM'", error.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean H100-SXM?", error.Message, StringComparison.Ordinal);
        Assert.All(GpuCatalogue.All, gpu => Assert.Contains(gpu.Name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Devices_without_measurements_borrow_coefficients_and_say_so()
    {
        Assert.Equal(
            ["B200-SXM", "GH200-576", "H200-SXM", "L4", "MI300X"], GpuCatalogue.All.Where(gpu => !gpu.Calibrated).Select(gpu => gpu.Name));
        Assert.Equal("H100-SXM", GpuCatalogue.Find("H200").Coefficients.Name);
        Assert.Equal("L40S", GpuCatalogue.Find("L4").Coefficients.Name);
        Assert.Equal(2, GpuCatalogue.Find("B200").Interconnect!.LinkScale);
    }

    [Fact]
    public void A_line_for_people_has_the_datasheet_and_the_calibration()
    {
        Assert.Equal(
            "GH200-576: 536.4 GiB, 4.8 TB/s, 1979 TFLOP/s bf16, no fp8, NVLink at 450 GB/s a direction; uncalibrated: the study's textbook device (MFU 0.5, MBU 0.8)",
            GpuCatalogue.Describe(GpuCatalogue.Find("GH200-576")));
        Assert.StartsWith(
            "H100-SXM: 79.1 GiB, 3.35 TB/s, 989.4 TFLOP/s bf16, 1978.9 TFLOP/s fp8, NVLink 4 + NVSwitch at 450 GB/s a direction; calibrated: ",
            GpuCatalogue.Describe(GpuCatalogue.Find("H100")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_users_device_may_borrow_coefficients()
    {
        Gpu mine = GpuCatalogue.Parse(Minimal, "mine.json");
        LinearCoefficients lent = GpuCatalogue.Find("H100").Coefficients.LinearBf16;
        Assert.Equal(lent with { Fit = null }, mine.Coefficients.LinearBf16);
        Assert.NotNull(lent.Fit);
        Assert.Equal(1, mine.Interconnect!.LinkScale);
        Assert.Null(mine.PeakFp8FlopsPerSecond);
    }

    [Theory]
    [InlineData("linkLatency", "1")]
    [InlineData("Name", "\"again\"")]
    public void An_unknown_key_is_an_error(string key, string value) => Refuses(root => root[key] = JsonNode.Parse(value), key);

    [Fact]
    public void A_key_given_twice_is_an_error() =>
        Assert.Throws<InvalidConfigurationException>(() => GpuCatalogue.Parse(Minimal.Replace("\"name\": \"Mine\",", "\"name\": \"Mine\", \"name\": \"Yours\",", StringComparison.Ordinal), "mine.json"));

    [Theory]
    [InlineData("memoryBytes")]
    [InlineData("coefficients")]
    [InlineData("calibrated")]
    public void A_missing_key_is_an_error(string key) => Refuses(root => root.Remove(key), key);

    [Theory]
    [InlineData("memoryBytes")]
    [InlineData("bytesPerSecond")]
    [InlineData("peakBf16FlopsPerSecond")]
    [InlineData("multiprocessors")]
    public void A_size_that_is_not_positive_is_an_error(string key) => Refuses(root => root[key] = 0, $"{key} is 0; allowed is more than 0");

    [Theory]
    [InlineData("linearBf16")]
    [InlineData("linearFp8")]
    [InlineData("decodeAttentionBf16")]
    [InlineData("prefillAttentionFp8")]
    [InlineData("mixtureOfExpertsBf16")]
    [InlineData("elementwise")]
    public void More_than_95_per_cent_of_the_bandwidth_is_an_error(string part) => Refuses(
        root =>
        {
            JsonNode own = JsonSerializer.SerializeToNode(GpuCatalogue.Find("H100").Coefficients, CatalogueFile.Options)!;
            own[part]!["memoryEfficiency"] = 0.951;
            root["coefficients"] = own;
        },
        $"coefficients.{part}: memoryEfficiency is 0.951; allowed is more than 0, at most 0.95");

    [Fact]
    public void Borrowing_from_an_unknown_device_is_an_error() => Refuses(root => root["coefficients"] = "H99", "H99");

    [Fact]
    public void Two_entries_of_one_name_are_an_error()
    {
        Gpu h100 = GpuCatalogue.Find("H100");
        Assert.Throws<InvalidConfigurationException>(
            () => new Catalogue<Gpu>("gpu", [h100, h100 with { Name = "Other" }], gpu => gpu.Name, gpu => gpu.Aliases));
    }

    private static void Refuses(Action<JsonObject> change, string because)
    {
        JsonObject root = JsonNode.Parse(Minimal)!.AsObject();
        change(root);
        InvalidConfigurationException error = Assert.Throws<InvalidConfigurationException>(() => GpuCatalogue.Parse(root.ToJsonString(), "mine.json"));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }
}
