namespace Tests.Fuzz;

/// <summary>A parser, and what it is fed with.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Reads">What it reads.</param>
/// <param name="Corpus">Inputs that it takes; what a case reads is made from them.</param>
/// <param name="Read">Reads an input: null when it took it, else the sentence of its refusal. Whatever it throws is a bug.</param>
internal sealed record FuzzTarget(string Name, string Reads, IReadOnlyList<byte[]> Corpus, Func<byte[], string?> Read)
{
    /// <summary>Words that mean something to it: names of its fields and options.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>A file of a user's own is read once, at a start; a request is read while others wait.</summary>
    public const long MostBytesOfFiles = 512L << 20;

    /// <summary>Most bytes that reading may allocate.</summary>
    public long MostBytes { get; init; } = 64L << 20;
}
