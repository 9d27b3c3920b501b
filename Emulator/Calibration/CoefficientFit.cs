using Emulator.Hardware;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Emulator.Calibration;

/// <summary>
/// Finds the coefficients that bring predictions closest to measurements: the least mean of |ln(predicted/measured)|. Ratios, so that a
/// launch of 5 µs counts as much as a multiplication of 50 ms; absolute values, so that a few kernels with a bad tile do not bend the curve.
/// </summary>
/// <remarks>
/// Least absolute deviations by reweighted least squares (Holland and Welsch, Communications in Statistics 6(9), 1977): each round a bounded
/// Levenberg-Marquardt fit in which a row weighs 1/|its last residual|. From several starting points, since the surface has valleys.
/// Deterministic: same rows, same coefficients.
/// </remarks>
internal static class CoefficientFit
{
    private const int Rounds = 6;
    private const int IterationsPerRound = 15;

    /// <summary>A residual below this counts as this much, or rows that are met exactly would outweigh all others.</summary>
    private const double SmallestResidual = 0.01;

    /// <summary>How close to a bound a search may begin, as a share of the range: at the bound itself a bounded search has no slope.</summary>
    private const double FromBound = 1e-3;

    // Rows are few and fits many: one core each, and no threads that wait for one another.
    static CoefficientFit() => MathNet.Numerics.Control.UseSingleThread();

    /// <summary>Fits the operation's coefficients on <paramref name="gpu"/>'s datasheet.</summary>
    /// <param name="operation">What was measured.</param>
    /// <param name="gpu">The device; its coefficients for other operations are not read.</param>
    /// <returns>Coefficients in the order of <see cref="Operation.Parameters"/>, rounded to four digits.</returns>
    public static double[] Of(Operation operation, Gpu gpu)
    {
        int starts = operation.Parameters.Max(parameter => parameter.Starts.Length);
        double[][] fits = [.. Enumerable.Range(0, starts).Select(start => From(operation, gpu, [.. operation.Parameters.Select(p => p.Starts[Math.Min(start, p.Starts.Length - 1)])]))];
        return fits.MinBy(fit => Loss(operation, gpu, fit))!;
    }

    /// <summary>The device with these coefficients for the operation.</summary>
    public static Gpu Apply(Operation operation, Gpu gpu, ReadOnlySpan<double> values) =>
        gpu with { Coefficients = operation.With(gpu.Coefficients, values) };

    /// <summary>The same by one search that begins at <paramref name="start"/>.</summary>
    public static double[] From(Operation operation, Gpu gpu, double[] start)
    {
        IReadOnlyList<FitParameter> parameters = operation.Parameters;
        Vector<double> lower = Vector<double>.Build.DenseOfEnumerable(parameters.Select(p => p.Lower));
        Vector<double> upper = Vector<double>.Build.DenseOfEnumerable(parameters.Select(p => p.Upper));
        Vector<double> rows = Vector<double>.Build.Dense(operation.Measured.Count, row => row);
        Vector<double> measured = Vector<double>.Build.DenseOfEnumerable(operation.Measured.Select(us => Math.Log(us)));
        Vector<double> values = Vector<double>.Build.DenseOfArray(start);
        LevenbergMarquardtMinimizer search = new(gradientTolerance: 1e-9, stepTolerance: 1e-6, functionTolerance: 1e-7, maximumIterations: IterationsPerRound);
        Vector<double> weights = Vector<double>.Build.Dense(rows.Count, 1);
        for (int round = 0; round < Rounds; round++)
        {
            Vector<double> inside = Inside(values, lower, upper);
            IObjectiveModel model = ObjectiveFunction.NonlinearModel((p, _) => Logarithms(operation, gpu, p), rows, measured, weights, accuracyOrder: 1);
            values = search.FindMinimum(model, inside, lower, upper).MinimizingPoint;
            Vector<double> predicted = Logarithms(operation, gpu, values);
            weights = Vector<double>.Build.Dense(rows.Count, i => 1 / Math.Max(Math.Abs(predicted[i] - measured[i]), SmallestResidual));
        }

        return [.. values.AsArray().Select(Rounded)];
    }

    private static Vector<double> Logarithms(Operation operation, Gpu gpu, Vector<double> values)
    {
        double[] prices = operation.Price(Apply(operation, gpu, values.AsArray()));
        for (int i = 0; i < prices.Length; i++)
        {
            prices[i] = Math.Log(prices[i]);
        }

        return Vector<double>.Build.Dense(prices);
    }

    private static double Loss(Operation operation, Gpu gpu, double[] values) =>
        operation.Price(Apply(operation, gpu, values)).Zip(operation.Measured, (predicted, measured) => Math.Abs(Math.Log(predicted / measured))).Average();

    private static Vector<double> Inside(Vector<double> values, Vector<double> lower, Vector<double> upper)
    {
        Vector<double> margin = (upper - lower) * FromBound;
        return (lower + margin).PointwiseMaximum((upper - margin).PointwiseMinimum(values));
    }

    // Four digits are more than the data have, and make a file that a person can read.
    private static double Rounded(double value) =>
        double.Parse(value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
