using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>Every row of an operation, predicted by coefficients that never saw it.</summary>
/// <param name="Split">How rows were held out.</param>
/// <param name="Predicted">A prediction a row, in microseconds.</param>
/// <param name="Error">How far they lie from what was measured.</param>
/// <param name="Coverage">The share of rows inside the 90 % interval of the coefficients that predicted them; null = not judged, since that takes a refit for each part of each part.</param>
internal sealed record HeldOut(Split Split, IReadOnlyList<double> Predicted, ErrorSummary Error, double? Coverage)
{
    /// <summary>Refits the operation once for each part of the split and judges each part.</summary>
    /// <param name="operation">What was measured.</param>
    /// <param name="gpu">The device's datasheet.</param>
    /// <param name="split">How rows are held out.</param>
    /// <param name="judgesIntervals">Whether intervals are judged too.</param>
    public static HeldOut Of(Operation operation, Gpu gpu, Split split, bool judgesIntervals = false)
    {
        double[] predicted = new double[operation.Measured.Count];
        double covered = 0;
        foreach (int part in split.Parts.Distinct())
        {
            (int[] heldOut, int[] fitted) = split.Rows(part);
            Operation known = operation.Take(fitted);
            double[] values = CoefficientFit.Of(known, gpu);
            Operation unseen = operation.Take(heldOut);
            double[] prices = unseen.Price(CoefficientFit.Apply(operation, gpu, values));
            covered += !judgesIntervals ? 0 : heldOut.Length * Interval(known, gpu, split.Within(known, fitted), values).Coverage(prices, unseen.Measured);
            for (int i = 0; i < heldOut.Length; i++)
            {
                predicted[heldOut[i]] = prices[i];
            }
        }

        return new HeldOut(split, predicted, ErrorSummary.Of(predicted, operation.Measured), judgesIntervals ? covered / predicted.Length : null);
    }

    // Of the fitted rows alone: each of their parts predicted by the others, as the held-out rows are predicted by them.
    private static ResidualInterval Interval(Operation known, Gpu gpu, Split split, double[] start)
    {
        List<double> predicted = [];
        List<double> measured = [];
        foreach (int part in split.Parts.Distinct())
        {
            (int[] heldOut, int[] fitted) = split.Rows(part);
            double[] values = fitted.Length > known.Parameters.Count ? CoefficientFit.From(known.Take(fitted), gpu, start) : start;
            Operation unseen = known.Take(heldOut);
            predicted.AddRange(unseen.Price(CoefficientFit.Apply(known, gpu, values)));
            measured.AddRange(unseen.Measured);
        }

        return ResidualInterval.Of(predicted, measured);
    }
}
