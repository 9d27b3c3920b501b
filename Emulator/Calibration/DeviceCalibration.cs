using System.Globalization;
using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>One device's coefficients from measurements: a catalogue entry with what it rests on.</summary>
/// <param name="Gpu">The entry.</param>
/// <param name="Operations">What was fitted, and how well it does.</param>
internal sealed record DeviceCalibration(Gpu Gpu, IReadOnlyList<CalibratedOperation> Operations)
{

    /// <summary>Fits every operation that was measured, on as many cores as there are.</summary>
    /// <param name="gpu">The device's datasheet. Coefficients of operations that were not measured stay as they are.</param>
    /// <param name="measured">Measurements of any devices.</param>
    /// <param name="data">What the measurements are called in the entry.</param>
    /// <exception cref="InvalidConfigurationException">There are none of this device, too few, or the device cannot run what was measured.</exception>
    public static DeviceCalibration Fit(Gpu gpu, IEnumerable<Operation> measured, string data)
    {
        CalibratedOperation[] fitted = Each(gpu, measured, data, operation => CalibratedOperation.Fit(operation, gpu));
        CoefficientSet set = Join(gpu.Coefficients with { Name = gpu.Name, Source = $"Fitted on {data}." }, fitted);
        string rows = fitted.Sum(one => one.Operation.Measured.Count).ToString("N0", CultureInfo.InvariantCulture);
        string errors = string.Create(CultureInfo.InvariantCulture, $"{fitted.Min(one => one.Error.Mean) * 100:0}-{fitted.Max(one => one.Error.Mean) * 100:0} %");
        string[] missing = [.. Missing(set)];
        Gpu entry = gpu with
        {
            Coefficients = set,
            Calibrated = missing.Length == 0,
            Note = $"fitted on {rows} measured rows of {data}; mean error {errors} an operation, on shapes that were held out" + (missing.Length == 0 ? "" : $"; not measured: {string.Join(", ", missing)}"),
        };
        string problems = string.Join("; ", entry.Problems());
        return problems.Length == 0 ? new DeviceCalibration(entry, fitted) : throw new InvalidConfigurationException($"the fit of {gpu.Name} on {data} is not valid: {problems}.");
    }

    /// <summary>Keeps the device's coefficients and judges them: only what stands beside each of them changes.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="measured">Measurements of any devices.</param>
    /// <param name="data">What the measurements are called in messages.</param>
    /// <exception cref="InvalidConfigurationException">There are none of this device.</exception>
    public static DeviceCalibration Judge(Gpu gpu, IEnumerable<Operation> measured, string data)
    {
        CalibratedOperation[] judged = [.. Each(gpu, measured, data, operation => CalibratedOperation.Judge(operation, gpu)).OfType<CalibratedOperation>()];
        return new DeviceCalibration(gpu with { Coefficients = Join(gpu.Coefficients, judged) }, judged);
    }

    private static T[] Each<T>(Gpu gpu, IEnumerable<Operation> measured, string data, Func<Operation, T> calibrate)
    {
        Operation[] operations = [.. measured.Where(operation => operation.Gpu == gpu.Name && operation.IsServable)];
        if (operations.Length == 0)
        {
            throw new InvalidConfigurationException($"{data} has no usable rows of {gpu.Name}.");
        }

        if (gpu.PeakFp8FlopsPerSecond is null && operations.FirstOrDefault(operation => operation.NeedsFp8) is { } impossible)
        {
            throw new InvalidConfigurationException($"{data} has rows of {impossible.Name} on {gpu.Name}, whose datasheet has no peakFp8FlopsPerSecond; allowed are rows that the device can run.");
        }

        T[] results = new T[operations.Length];
        InvalidConfigurationException? problem = null;
        Parallel.For(0, operations.Length, (i, loop) =>
        {
            try
            {
                results[i] = calibrate(operations[i]);
            }
            catch (InvalidConfigurationException unusable)
            {
                problem = unusable;
                loop.Stop();
            }
        });
        return problem is null ? results : throw problem;
    }

    private static CoefficientSet Join(CoefficientSet set, CalibratedOperation[] operations) =>
        operations.Aggregate(set, (known, one) => one.Operation.With(known, one.Values, one.Quality()));

    // Every step of every model has these.
    private static IEnumerable<string> Missing(CoefficientSet set)
    {
        (string Name, FitQuality? Fit)[] needed =
        [
            ("linear bf16", set.LinearBf16.Fit), ("decode attention bf16 KV", set.DecodeAttentionBf16.Fit), ("prefill attention bf16 KV", set.PrefillAttentionBf16.Fit),
            ("element-wise", set.Elementwise.Fit),
        ];
        return needed.Where(part => part.Fit is null).Select(part => part.Name);
    }
}
