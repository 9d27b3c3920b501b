using Emulator.CostModel;

namespace Emulator.Configuration;

/// <summary>What of a deployment nobody measured on its device, in words that every verb shares.</summary>
internal static class DeploymentCoverage
{
    private const string WayOut = "or strict-coverage false";

    /// <summary>
    /// What of its shapes, and of the largest steps that its options allow, was not measured. Nothing of an uncalibrated device, of which its own
    /// warning says enough; nothing under constant latencies, which ask no cost model; nothing of a deployment that cannot be priced.
    /// </summary>
    public static IReadOnlyList<CoverageGap> Of(Deployment deployment) =>
        deployment.Options.Latency is not null
        || GpuCoverage.Of(deployment.Gpu) is not { } measured
        || Feasibility.Problems(deployment.Gpu, deployment.Model, deployment.TensorParallelSize, deployment.Precision).Any()
            ? []
            : new StepCoverage(measured, deployment.Model, deployment.TensorParallelSize, deployment.Precision).AtLimits(Limits(deployment));

    /// <summary>Refuses, under strict-coverage, a deployment that reaches outside what was measured.</summary>
    /// <exception cref="InvalidConfigurationException">It does; the one sentence names all.</exception>
    public static void Check(Deployment deployment)
    {
        CheckDevice(deployment);
        Check(deployment, Of(deployment));
    }

    /// <summary>Refuses, under strict-coverage, a device on which nothing was measured.</summary>
    /// <exception cref="InvalidConfigurationException">It is one.</exception>
    public static void CheckDevice(Deployment deployment)
    {
        if (deployment.Options is { StrictCoverage: true, Latency: null } && !deployment.Gpu.Calibrated)
        {
            throw new InvalidConfigurationException(
                $"strict-coverage is true, but nothing was measured on gpu {deployment.Gpu.Name}, which is uncalibrated ({deployment.Gpu.Note}); allowed are calibrated devices, {WayOut}.");
        }
    }

    /// <summary>Refuses, under strict-coverage, what was not measured.</summary>
    /// <exception cref="InvalidConfigurationException">There is something.</exception>
    public static void Check(Deployment deployment, IReadOnlyCollection<CoverageGap> gaps)
    {
        if (deployment.Options.StrictCoverage && gaps.Count > 0)
        {
            throw new InvalidConfigurationException(
                $"strict-coverage is true, but these were not measured on {deployment.Gpu.Name}: {string.Join(", ", gaps)}; allowed is what lies inside the measured ranges, {WayOut}.");
        }
    }

    private static StepLimits Limits(Deployment deployment)
    {
        ServerOptions options = deployment.Options;
        int longest = Math.Min(deployment.MaxModelLength, deployment.TokenBudget);
        int chunk = options is { EnableChunkedPrefill: true, LongPrefillTokenThreshold: > 0 } ? Math.Min(longest, options.LongPrefillTokenThreshold) : longest;
        bool hasPast = options.EnableChunkedPrefill || options.EnablePrefixCaching;
        return new StepLimits(deployment.TokenBudget, options.MaxNumSeqs, deployment.MaxModelLength, chunk, hasPast ? deployment.MaxModelLength - 1 : 0);
    }
}
