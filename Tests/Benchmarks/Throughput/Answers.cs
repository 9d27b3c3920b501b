using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>What clients ask for.</summary>
internal static class Answers
{
    /// <summary>A stream of exactly so many tokens.</summary>
    public static string BodyOf(int tokens) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"model":"Llama-3.1-8B","messages":[{"role":"user","content":"Hello"}],"max_tokens":{{tokens}},"ignore_eos":true,"stream":true}""");
}
