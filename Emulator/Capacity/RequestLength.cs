using System.Globalization;
using Emulator.CostModel;
using Emulator.Explanation;

namespace Emulator.Capacity;

/// <summary>Tokens of a request.</summary>
/// <param name="Prompt">Tokens of its prompt.</param>
/// <param name="Output">Tokens of its answer.</param>
public readonly record struct RequestLength(int Prompt, int Output)
{
    /// <summary>Lengths that say something about most uses: chat, retrieval, documents.</summary>
    public const string Usual = "1024+256,8192+1024,32768+1024";

    /// <summary>Reads <c>1024+256,8192+1024</c>.</summary>
    /// <exception cref="InvalidConfigurationException">It is no such list.</exception>
    public static IReadOnlyList<RequestLength> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',').Select(Parse)];
    }

    /// <summary>Blocks of the KV cache that it holds when so many tokens of it are there.</summary>
    public static long Blocks(long tokens, int blockSize) => (tokens + blockSize - 1) / blockSize;

    /// <summary>Requests of this length that the KV cache holds at once when each is at its end: so many never have to make room for each other.</summary>
    /// <param name="plan">The memory.</param>
    /// <param name="blocks">Blocks that requests can use.</param>
    public long AtFullLength(MemoryPlan plan, long blocks)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return blocks / Blocks((long)Prompt + Output, plan.BlockSize);
    }

    /// <summary>The same when each is half way through its answer, as requests in steady state are on average.</summary>
    /// <inheritdoc cref="AtFullLength" path="/param"/>
    public long AtHalfTheAnswer(MemoryPlan plan, long blocks)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return blocks / Blocks(Prompt + (Output / 2L), plan.BlockSize);
    }

    /// <summary>As <see cref="ParseList"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prompt}+{Output}");

    private static RequestLength Parse(string text)
    {
        string[] numbers = text.Split('+');
        return numbers.Length == 2 && GroupNumber.TryParse(numbers[0], 1, out int prompt) && GroupNumber.TryParse(numbers[1], 1, out int output)
            ? new RequestLength(prompt, output)
            : throw new InvalidConfigurationException($"--lengths has '{text}'; allowed are PROMPT+OUTPUT in tokens, separated by commas, such as 1024+256,8192+1024.");
    }
}
