using Emulator.CostModel;
using Emulator.Hardware;
using Emulator.Models;
using Emulator.Scheduling;

namespace Emulator.Calibration;

/// <summary>What one's own server adds to a device's coefficients: the host's time a step, and a factor on all kernels.</summary>
/// <param name="Scale">Kernels take so many times what the coefficients say [s].</param>
/// <param name="Host">The host's share of a step.</param>
/// <param name="Loads">The loads that it was fitted on, with the time per token that it predicts for each.</param>
/// <remarks>
/// A server that serves λ requests/s of P prompt and O output tokens, a token every t seconds, decodes λ·(O − 1)·t sequences at once (Little, Operations
/// Research 9(3), 1961), and λ·t prompts come during a step. So t = s·G + o0 + os·N with G the mean time of such steps on the GPU, and N the sequences in one.
/// s is searched, o0 and os follow by non-negative least squares, each load weighing the same. A slower host with faster kernels looks much the same, the more so the shorter
/// the prompts, so s stays near 1 unless the loads say otherwise: the sum of (ln s/0.2)² and, for each load, (error/0.3 %)² is least. Of less than three
/// loads os is not to be had and stays.
/// </remarks>
internal sealed record ServingCalibration(double Scale, HostOverhead Host, IReadOnlyList<(ReportedLoad Load, double PredictedSeconds)> Loads)
{
    private const double SmallestScale = 0.4;
    private const double LargestScale = 2.5;
    private const double LeastSpread = 2;
    private const int SearchSteps = 60;

    /// <summary>How far engines and their versions are apart on one device: half as much again as a fifth is rare.</summary>
    private const double ScaleSpread = 0.2;

    /// <summary>Twice the gain in log-likelihood that one more parameter reaches by chance in one case of twenty (χ² of one degree).</summary>
    private const double SignificantGain = 3.84;

    /// <summary>How exactly a load's mean time per token is known.</summary>
    private const double LoadSpread = 0.003;

    /// <summary>Fits it.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="model">The served model.</param>
    /// <param name="tensorParallelSize">GPUs that share it.</param>
    /// <param name="precision">Its number formats.</param>
    /// <param name="tokenBudget">Tokens that one step computes at most.</param>
    /// <param name="loads">At least two, of which the largest keeps at least twice as many sequences decoding as the smallest.</param>
    /// <exception cref="InvalidConfigurationException">There are too few loads, or they are too alike.</exception>
    public static ServingCalibration Of(Gpu gpu, Transformer model, int tensorParallelSize, Precision precision, int tokenBudget, IReadOnlyList<ReportedLoad> loads)
    {
        if (loads.Count < 2)
        {
            throw new InvalidConfigurationException($"serving names {loads.Count} report; allowed are 2 and more, taken at different loads.");
        }

        (double least, double most) = (loads.Min(load => load.Decoding), loads.Max(load => load.Decoding));
        if (most < LeastSpread * least)
        {
            throw new InvalidConfigurationException(FormattableString.Invariant(
                $"serving names loads that keep {least:0.0} to {most:0.0} sequences decoding at once, too alike to tell the host's time from the kernels'; allowed are loads that differ by a factor of 2 and more."));
        }

        // A coarse look at the whole range, then closer around the best: the error has one valley, but not a smooth one where a share is capped.
        double scale = 1;
        for ((double low, double high) = (SmallestScale, LargestScale); high - low > 1e-3; (low, high) = Around(scale, low, high))
        {
            scale = Enumerable.Range(0, SearchSteps + 1).Select(step => low + ((high - low) * step / SearchSteps)).MinBy(candidate => Try(candidate).Error);
        }

        // Loads that kernels as they are explain nearly as well say nothing against them.
        scale = Try(1).Error - Try(scale).Error < SignificantGain ? 1 : scale;
        (HostOverhead host, _, double[] predicted) = Try(scale);
        return new ServingCalibration(Math.Round(scale, 3), new HostOverhead(Math.Round(host.MicrosecondsPerStep, 1), Math.Round(host.MicrosecondsPerSequence, 2)), [.. loads.Zip(predicted)]);

        (HostOverhead Host, double Error, double[] Predicted) Try(double candidate)
        {
            Gpu scaled = gpu with { Coefficients = gpu.Coefficients.Scaled(candidate), Host = HostOverhead.None };
            StepCostModel cost = new(scaled, model, tensorParallelSize, precision, 0, 0);
            double[] onGpu = [.. loads.Select(load => GpuSeconds(cost, load, tokenBudget))];
            double[] sequences = [.. loads.Select(load => load.Decoding + 1 + load.PromptsPerStep)];
            HostOverhead host = HostOf(loads, onGpu, sequences, gpu.Host ?? HostOverhead.Fitted);
            double[] predicted = [.. onGpu.Select((seconds, i) => seconds + (host.MicrosecondsPerStep * 1e-6) + (host.MicrosecondsPerSequence * 1e-6 * sequences[i]))];
            return (host, Math.Pow(Math.Log(candidate) / ScaleSpread, 2) + loads.Zip(predicted, (load, t) => Math.Pow(((t / load.TokenSeconds) - 1) / LoadSpread, 2)).Sum(), predicted);
        }
    }

    /// <summary>The device as this server runs it. Where the kernels are as they were, so is all that was judged of them.</summary>
    public Gpu Apply(Gpu gpu)
    {
        string loads = FormattableString.Invariant($"{Loads.Count} load reports of one server");
        string source = Scale == 1
            ? $"kernels as those of {gpu.Coefficients.Name}, the host's time fitted on {loads}"
            : FormattableString.Invariant($"kernels {Scale:0.000} times those of {gpu.Coefficients.Name}, that and the host's time fitted on {loads}");
        double error = Loads.Average(load => Math.Abs((load.PredictedSeconds / load.Load.TokenSeconds) - 1));
        return gpu with
        {
            Coefficients = Scale == 1 ? gpu.Coefficients : gpu.Coefficients.Scaled(Scale) with { Source = $"{gpu.Coefficients.Source} {char.ToUpperInvariant(source[0])}{source[1..]}." },
            Host = Host,
            Note = FormattableString.Invariant($"{source}; mean error of their time per token {error * 100:0.0} %"),
        };
    }

    private static (double, double) Around(double scale, double low, double high)
    {
        double step = (high - low) / SearchSteps;
        return (Math.Max(SmallestScale, scale - step), Math.Min(LargestScale, scale + step));
    }

    /// <summary>
    /// Mean time on the GPU of a step with a decode in it: over how many others decode, and over how many prompts came during the step before, both
    /// Poisson. A step's cost bends at the tiles of its multiplications, so the mean of the costs is not the cost of the means.
    /// </summary>
    private static double GpuSeconds(StepCostModel cost, ReportedLoad load, int budget)
    {
        (double Share, int Count)[] others = [.. Poisson(load.Decoding)];
        double seconds = 0;
        foreach ((double promptShare, int prompts) in Poisson(load.PromptsPerStep))
        {
            int chunk = (int)Math.Min(budget, Math.Round(prompts * load.PromptTokens));
            seconds += promptShare * others.Sum(other => other.Share * Seconds(cost, other.Count + 1, load.Context, chunk));
        }

        return seconds;
    }

    private static double Seconds(StepCostModel cost, int decodes, double context, int chunk)
    {
        StepTotals totals = new() { Window = cost.AttentionWindow ?? 0 };
        totals.AddEqualDecodes(decodes, (long)Math.Round(decodes * context));
        if (chunk == 0)
        {
            return cost.Step(totals, []).TotalMicroseconds * 1e-6;
        }

        totals.AddChunk(chunk, 0, finishes: true);
        return cost.Step(totals, [new PrefillChunk(chunk, 0)]).TotalMicroseconds * 1e-6;
    }

    // Numbers with their shares; of large means every so many, so that there are some tens.
    private static IEnumerable<(double Share, int Count)> Poisson(double mean)
    {
        const double tail = 4;
        double spread = (tail * Math.Sqrt(mean)) + 2;
        int first = Math.Max(0, (int)(mean - spread));
        int stride = Math.Max(1, (int)(spread / 10));
        (double Weight, int Count)[] numbers = [.. from i in Enumerable.Range(0, (int)(2 * spread / stride) + 2) let count = first + (i * stride) select (Math.Exp((count * Math.Log(Math.Max(mean, 1e-9))) - mean - MathNet.Numerics.SpecialFunctions.GammaLn(count + 1)), count)];
        double all = numbers.Sum(number => number.Weight);
        return numbers.Select(number => (number.Weight / all, number.Count));
    }

    // Two unknowns, none of them negative: both free, or one of them zero.
    private static HostOverhead HostOf(IReadOnlyList<ReportedLoad> loads, double[] onGpu, double[] sequences, HostOverhead known)
    {
        double fixedShare = loads.Count < 3 ? known.MicrosecondsPerSequence * 1e-6 : double.NaN;
        double a = 0, b = 0, c = 0, d = 0, e = 0;
        for (int i = 0; i < loads.Count; i++)
        {
            double weight = 1 / loads[i].TokenSeconds;
            double rest = (loads[i].TokenSeconds - onGpu[i] - (loads.Count < 3 ? fixedShare * sequences[i] : 0)) * weight;
            double n = sequences[i] * weight;
            (a, b, c, d, e) = (a + (weight * weight), b + (weight * n), c + (n * n), d + (weight * rest), e + (n * rest));
        }

        if (loads.Count < 3)
        {
            return new HostOverhead(Math.Max(0, d / a) * 1e6, known.MicrosecondsPerSequence);
        }

        double determinant = (a * c) - (b * b);
        double step = ((d * c) - (e * b)) / determinant;
        double sequence = ((a * e) - (b * d)) / determinant;
        return step < 0 ? new HostOverhead(0, Math.Max(0, e / c) * 1e6)
            : sequence < 0 ? new HostOverhead(Math.Max(0, d / a) * 1e6, 0)
            : new HostOverhead(step * 1e6, sequence * 1e6);
    }
}
