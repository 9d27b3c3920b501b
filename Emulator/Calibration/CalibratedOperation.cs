using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>Coefficients of one operation, and how well they do.</summary>
/// <param name="Operation">What was measured.</param>
/// <param name="Values">The coefficients, in the order of the operation's parameters.</param>
/// <param name="Error">How far predictions lie from what was measured.</param>
/// <param name="Interval">Where nine in ten measurements lie around a prediction.</param>
internal sealed record CalibratedOperation(Operation Operation, double[] Values, ErrorSummary Error, ResidualInterval Interval)
{
    private const int Digits = 4;

    /// <summary>Fits the operation, and judges the fit on shapes that were held out: the harder of the two splits that every operation allows.</summary>
    /// <exception cref="InvalidConfigurationException">There are too few rows.</exception>
    public static CalibratedOperation Fit(Operation operation, Gpu gpu)
    {
        int fewest = operation.Parameters.Count + 2;
        if (operation.Measured.Count < fewest)
        {
            throw new InvalidConfigurationException(
                $"{operation.Name} of {operation.Gpu} has {operation.Measured.Count} rows, fewer than the {fewest} that its {operation.Parameters.Count} coefficients take.");
        }

        Split[] splits = [.. Split.Of(operation)];
        HeldOut judged = HeldOut.Of(operation, gpu, splits.FirstOrDefault(split => split.Name == Split.Shapes) ?? splits[0]);
        return new CalibratedOperation(operation, CoefficientFit.Of(operation, gpu), judged.Error, ResidualInterval.Of(judged.Predicted, operation.Measured));
    }

    /// <summary>Judges the coefficients that the device has; null where it has none for the operation.</summary>
    public static CalibratedOperation? Judge(Operation operation, Gpu gpu)
    {
        if (operation.Read(gpu.Coefficients) is not { } values)
        {
            return null;
        }

        double[] predicted = operation.Price(gpu);
        return new CalibratedOperation(operation, values, ErrorSummary.Of(predicted, operation.Measured), ResidualInterval.Of(predicted, operation.Measured));
    }

    /// <summary>What goes into the catalogue beside the coefficients.</summary>
    public FitQuality Quality() => new(
        Operation.Measured.Count,
        Math.Round(Error.Mean, Digits),
        Math.Round(Error.Bias, Digits),
        Math.Round(Interval.LowRatio, Digits),
        Math.Round(Interval.HighRatio, Digits),
        Operation.Range());
}
