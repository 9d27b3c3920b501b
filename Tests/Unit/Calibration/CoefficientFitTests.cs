using Emulator.Calibration;
using Emulator.Hardware;

namespace Tests.Unit.Calibration;

/// <summary>Rows priced by known coefficients: a fit that does not know them must find the prices again.</summary>
public sealed class CoefficientFitTests
{
    private const double Close = 0.01;

    private static readonly Gpu H100 = GpuCatalogue.Find("H100-SXM");

    /// <summary>Every kind of operation in every number format, priced by the catalogue.</summary>
    public static TheoryData<string> Operations => [.. MeasuredRows.OfEveryKind(H100).Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_fit_finds_the_prices_that_rows_were_made_from(string name)
    {
        Operation operation = MeasuredRows.OfEveryKind(H100).Single(one => one.Name == name);
        double[] fit = CoefficientFit.Of(operation, H100);
        ErrorSummary error = ErrorSummary.Of(operation.Price(CoefficientFit.Apply(operation, H100, fit)), operation.Measured);
        Assert.InRange(error.Worst, 0, Close);
    }

    [Fact]
    public void The_same_rows_give_the_same_coefficients()
    {
        Operation operation = MeasuredRows.OfEveryKind(H100)[0];
        Assert.Equal(CoefficientFit.Of(operation, H100), CoefficientFit.Of(operation, H100));
    }

    [Fact]
    public void A_few_kernels_with_a_bad_tile_do_not_bend_the_curve()
    {
        LinearOperation clean = (LinearOperation)MeasuredRows.OfEveryKind(H100)[0];
        LinearOperation spoiled = new(2)
        {
            Gpu = clean.Gpu,
            Name = clean.Name,
            Samples = [.. clean.Samples.Select((sample, i) => i % 12 == 0 ? sample with { Microseconds = 2 * sample.Microseconds } : sample)],
        };
        double[] prices = clean.Price(CoefficientFit.Apply(clean, H100, CoefficientFit.Of(spoiled, H100)));
        Assert.InRange(ErrorSummary.Of(prices, clean.Measured).Mean, 0, 0.02);
    }

    [Fact]
    public void Every_fit_is_one_that_the_catalogue_takes()
    {
        DeviceCalibration calibration = DeviceCalibration.Fit(H100, MeasuredRows.OfEveryKind(H100), "made-up rows");
        Gpu read = GpuCatalogue.Parse(Emulator.CatalogueFile.Write(calibration.Gpu), "fitted.json");
        Assert.True(read.Calibrated);
        Assert.All(calibration.Operations, operation => Assert.Equal(operation.Values, operation.Operation.Read(read.Coefficients)));
        Assert.Equal(calibration.Operations[0].Operation.Measured.Count, read.Coefficients.LinearBf16.Fit!.Rows);
        Assert.Equal(new MeasuredRange(1, 8_192), read.Coefficients.LinearBf16.Fit.Range["m"]);
    }
}
