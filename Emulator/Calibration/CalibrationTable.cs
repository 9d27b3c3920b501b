using System.Globalization;

namespace Emulator.Calibration;

/// <summary>How well a fit does, for people.</summary>
internal static class CalibrationTable
{
    /// <summary>What a calibration from load reports finds: a factor, and the host's two times.</summary>
    private const int Unknowns = 3;

    /// <summary>Writes a row for each operation: errors on rows that were held out, or of coefficients that were kept.</summary>
    public static void Write(TextWriter output, DeviceCalibration calibration)
    {
        output.WriteLine($"{"operation",-28}{"rows",6}{"mean",9}{"median",8}{"p90",8}{"worst",8}{"bias",8}  90 % interval");
        foreach (CalibratedOperation operation in calibration.Operations)
        {
            ErrorSummary error = operation.Error;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{operation.Operation.Name,-28}{error.Rows,6}{error.Mean,9:P1}{error.Median,8:P1}{error.P90,8:P1}{error.Worst,8:P0}{error.Bias,8:P1}  {operation.Interval.LowRatio - 1:+0 %;-0 %} to {operation.Interval.HighRatio - 1:+0 %;-0 %}"));
        }
    }

    /// <summary>Writes what was fitted, and a row for each load: the time per token that was measured and the one that the fit gives.</summary>
    public static void Write(TextWriter output, ServingCalibration calibration)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"kernels take {calibration.Scale:0.000} times what the coefficients say; the host takes {calibration.Host.MicrosecondsPerStep:0} us a step and {calibration.Host.MicrosecondsPerSequence:0.00} us a sequence"));
        output.WriteLine($"{"decoding",9}{"prompts/s",11}{"measured",11}{"fitted",11}{"error",8}  report");
        foreach ((ReportedLoad load, double predicted) in calibration.Loads)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{load.Decoding,9:0.0}{load.RequestsPerSecond,11:0.00}{load.TokenSeconds * 1e3,8:0.00} ms{predicted * 1e3,8:0.00} ms{(predicted / load.TokenSeconds) - 1,8:P1}  {load.Origin}"));
        }

        if (calibration.Loads.Count <= Unknowns)
        {
            output.WriteLine($"{calibration.Loads.Count} loads for {Unknowns} figures: these errors say nothing of other loads; more reports would.");
        }
    }
}
