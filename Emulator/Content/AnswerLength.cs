using Emulator.Numerics;

namespace Emulator.Content;

/// <summary>How long the answer to a text prompt is when nobody says: an end drawn from LogNormal(5.5, 0.6), median 245 tokens, mean 293.</summary>
internal static class AnswerLength
{
    private const double Mu = 5.5;
    private const double Sigma = 0.6;

    /// <summary>A length of at least 1 token; the same for the same seed. By Box and Muller (Annals of Mathematical Statistics 29, 1958).</summary>
    public static int Draw(ulong seed)
    {
        SplitMix64 random = new(seed);
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextUnit()));
        double normal = radius * Math.Cos(2 * Math.PI * random.NextUnit());
        return (int)Math.Clamp(Math.Exp(Mu + (Sigma * normal)), 1, int.MaxValue);
    }
}
