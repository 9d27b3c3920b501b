using System.Text;

namespace Tests.Unit.Scheduling.Reference;

/// <summary>A request as the specification has it: its tokens one by one, written as letters, an equal letter for an equal token.</summary>
internal sealed class ReferenceRequest(string id, string prompt, int maxTokens, int? stopAfter, int priority, string? salt)
{
    private readonly StringBuilder _tokens = new(prompt);

    public string Id => id;

    public int Prompt => prompt.Length;

    public int MaxTokens => maxTokens;

    public int StopAfter => stopAfter ?? int.MaxValue;

    public int Priority => priority;

    public long Arrival { get; set; }

    public int Tokens => _tokens.Length;

    public int Outputs => Tokens - Prompt;

    public int Computed { get; set; }

    public int Remaining => Tokens - Computed;

    /// <summary>The block table.</summary>
    public List<int> Table { get; } = [];

    /// <summary>Leading blocks that carry a hash by this request's doing, or were hits.</summary>
    public int Registered { get; set; }

    public void Append(char output) => _tokens.Append(output);

    /// <summary>The hash of block <paramref name="i"/>: here the whole prefix itself, with the salt in front.</summary>
    public string Prefix(int i, int blockSize) => $"{salt}|{_tokens.ToString(0, (i + 1) * blockSize)}";
}
