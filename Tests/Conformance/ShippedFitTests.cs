using Emulator.Calibration;
using Emulator.Hardware;

namespace Tests.Conformance;

/// <summary>What the catalogue says of its own coefficients, against the measurements: <c>calibrate --keep-coefficients</c> would write the same.</summary>
public sealed class ShippedFitTests
{
    // Of L40S the all-reduces of the machine that agrees with published servers.
    private static readonly string[] LeftOut = ["L40S:vllm-0.14.0", "L40S:vllm-0.22.0"];

    [Theory]
    [InlineData("H100-SXM", 12)]
    [InlineData("A100-SXM", 8)]
    [InlineData("L40S", 11)]
    public void Errors_intervals_and_ranges_beside_shipped_coefficients_are_those_of_the_data(string name, int operations)
    {
        Gpu gpu = GpuCatalogue.Find(name);
        DeviceCalibration judged = DeviceCalibration.Judge(gpu, MeasuredFolder.Read(SharedData.PathOf("gpu"), LeftOut).Operations, "the data");
        Assert.Equal(operations, judged.Operations.Count);
        Assert.All(judged.Operations, one =>
        {
            FitQuality shipped = one.Operation.Fit(gpu.Coefficients)!;
            FitQuality found = one.Quality();
            Assert.Equal(found with { Range = shipped.Range }, shipped);
            Assert.Equal(found.Range.OrderBy(range => range.Key), shipped.Range.OrderBy(range => range.Key));
        });
    }

    [Theory]
    [InlineData("decode attention bf16 KV")]
    [InlineData("all-reduce tp 4")]
    public void Nine_in_ten_rows_of_shapes_that_were_held_out_lie_inside_their_interval(string name)
    {
        Gpu gpu = GpuCatalogue.Find("H100-SXM");
        Operation operation = MeasuredFolder.Read(SharedData.PathOf("gpu"), LeftOut).Operations.Single(one => one.Gpu == gpu.Name && one.Name == name);
        HeldOut heldOut = HeldOut.Of(operation, gpu, Split.Of(operation).Single(split => split.Name == Split.Shapes), judgesIntervals: true);
        Assert.InRange(heldOut.Coverage!.Value, 0.85, 0.95);
        Assert.InRange(heldOut.Error.Mean, 0.02, 0.1);
    }
}
