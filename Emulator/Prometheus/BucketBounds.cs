namespace Emulator.Prometheus;

/// <summary>Upper bounds of vLLM's histogram buckets (<c>vllm/v1/metrics/buckets.py</c>).</summary>
internal static class BucketBounds
{
    /// <summary>A request's whole time and its phases, s.</summary>
    public static readonly double[] RequestLatency = [.3, .5, .8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1_920, 7_680];

    /// <summary>Time to the first token, s.</summary>
    public static readonly double[] FirstToken = [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2_560];

    /// <summary>Gaps between tokens, s.</summary>
    public static readonly double[] TokenGap = [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

    /// <summary>Tokens of a step.</summary>
    public static readonly double[] StepTokens = [1, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384];

    /// <summary>The parameter n.</summary>
    public static readonly double[] Alternatives = [1, 2, 5, 10, 20];

    /// <summary>Preemptions of a request.</summary>
    public static readonly double[] Preemptions = [1, 2, 3, 4, 5, 10, 20];

    /// <summary>Tokens of a request: 1, 2, 5, 10, 20, 50 and so on, up to the longest context.</summary>
    public static IReadOnlyList<double> RequestTokens(int maxModelLength)
    {
        List<double> bounds = [];
        for (long decade = 1; decade <= maxModelLength; decade *= 10)
        {
            bounds.AddRange(new[] { decade, 2 * decade, 5 * decade }.Where(bound => bound <= maxModelLength).Select(bound => (double)bound));
        }

        return bounds;
    }
}
