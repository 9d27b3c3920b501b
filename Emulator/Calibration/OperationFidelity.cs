using Emulator.Hardware;

namespace Emulator.Calibration;

/// <summary>How far the cost model is from one operation's measurements: as shipped, refitted and judged on held-out rows, with another device's coefficients, and beside a plain roofline.</summary>
/// <param name="Gpu">The device.</param>
/// <param name="Operation">The operation and its number format.</param>
/// <param name="Judgements">The judgements, shipped coefficients first.</param>
/// <param name="Roofline">The error of a plain roofline on the same rows.</param>
/// <param name="Points">Measured microseconds and predicted ones, a row each, by the shipped coefficients.</param>
public sealed record OperationFidelity(string Gpu, string Operation, IReadOnlyList<Judgement> Judgements, ErrorSummary Roofline, IReadOnlyList<(double Measured, double Predicted)> Points)
{
    /// <summary>What the shipped coefficients are called among the judgements.</summary>
    public const string Shipped = "shipped";

    /// <summary>Judges every operation of a folder of measurements, on all cores. The same folder gives the same figures.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="leftOut">All-reduce engines that are not read: ENGINE, or GPU:ENGINE.</param>
    /// <param name="problems">Learns of every row that cannot be used, and of every device that the catalogue does not have.</param>
    /// <param name="progress">Told after each judgement how many of how many are done; called from several threads, one at a time.</param>
    /// <param name="cancellation">Ends it early, by an exception.</param>
    /// <exception cref="InvalidConfigurationException">The folder holds none of the files, or one without the columns it needs.</exception>
    public static IReadOnlyList<OperationFidelity> Of(
        string folder, IReadOnlyCollection<string> leftOut, Action<string> problems, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problems);
        MeasuredFolder measured = MeasuredFolder.Read(folder, leftOut);
        foreach (string problem in measured.Problems)
        {
            problems(problem);
        }

        List<(Operation Operation, Gpu Gpu)> known = [];
        foreach (IGrouping<string, Operation> device in measured.Operations.GroupBy(operation => operation.Gpu))
        {
            if (GpuCatalogue.All.FirstOrDefault(gpu => gpu.Name == device.Key) is { } gpu)
            {
                known.AddRange(device.Where(operation => operation.Read(gpu.Coefficients) is not null).Select(operation => (operation, gpu)));
            }
            else
            {
                problems($"{device.Key} is not in the catalogue: its {device.Sum(operation => operation.Measured.Count)} rows are not judged.");
            }
        }

        // Every refit is a job of its own, so that no core waits for the operation with the most.
        (int Index, Split Split)[] jobs = [.. known.SelectMany((one, index) => one.Operation.IsServable ? Split.Of(one.Operation).Select(split => (index, split)) : [])];
        HeldOut[] heldOut = new HeldOut[jobs.Length];
        int done = 0;
        Lock gate = new();
        Parallel.For(0, jobs.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, job =>
        {
            (Operation operation, Gpu gpu) = known[jobs[job].Index];
            heldOut[job] = HeldOut.Of(operation, gpu, jobs[job].Split, judgesIntervals: true);
            lock (gate)
            {
                progress?.Invoke(++done, jobs.Length);
            }
        });
        return [.. known.Select((one, index) => Judge(one.Operation, one.Gpu, [.. jobs.Zip(heldOut).Where(pair => pair.First.Index == index).Select(pair => pair.Second)]))];
    }

    /// <summary>Those of some all-reduce engines that a folder has rows of.</summary>
    public static IReadOnlyCollection<string> Known(string folder, IEnumerable<string> engines) => [.. engines.Intersect(MeasuredFolder.Read(folder).AllReduceEngines)];

    /// <summary>Whether a folder holds any of the files of measured operations.</summary>
    public static bool AreIn(string folder) => MeasuredFolder.FileNames.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>The judgement by this predictor; null if there is none.</summary>
    public Judgement? By(string predictor) => Judgements.FirstOrDefault(judgement => judgement.Predictor == predictor);

    private static OperationFidelity Judge(Operation operation, Gpu gpu, IReadOnlyList<HeldOut> heldOut)
    {
        double[] shipped = operation.Price(gpu);
        ResidualInterval? interval = operation.Fit(gpu.Coefficients) is { } fit ? new ResidualInterval(fit.LowRatio, fit.HighRatio) : null;
        Judgement own = new(Shipped, ErrorSummary.Of(shipped, operation.Measured), interval?.Coverage(shipped, operation.Measured));
        return new OperationFidelity(
            gpu.Name,
            operation.Name,
            [own, .. heldOut.Select(one => new Judgement(one.Split.Name, one.Error, one.Coverage)), .. Lent(operation, gpu)],
            ErrorSummary.Of(operation.Price(PlainRoofline.Of(gpu)), operation.Measured),
            [.. operation.Measured.Zip(shipped)]);
    }

    // What a device costs whose own kernels nobody measured: another one's coefficients on its datasheet, the links' rates in proportion.
    private static IEnumerable<Judgement> Lent(Operation operation, Gpu gpu)
    {
        foreach (Gpu lender in GpuCatalogue.All.Where(other => other.Calibrated && other.Name != gpu.Name && operation.Read(other.Coefficients) is not null))
        {
            Interconnect? link = gpu.Interconnect is { } own && lender.Interconnect is { } lent ? own with { LinkScale = own.BytesPerSecondPerDirection / lent.BytesPerSecondPerDirection } : gpu.Interconnect;
            Gpu borrower = gpu with { Coefficients = lender.Coefficients, Interconnect = link };
            yield return new Judgement($"{lender.Name}'s", ErrorSummary.Of(operation.Price(borrower), operation.Measured));
        }
    }

}
