namespace Emulator.Configuration;

/// <summary>A value that some source gives to some option.</summary>
/// <param name="Key">The option's name or alias; also a wrong one.</param>
/// <param name="Text">The value as written; null = explicitly none.</param>
/// <param name="Spelling">The key as the source spells it: <c>--max-num-seqs</c>, <c>EMULATOR__MAX_NUM_SEQS</c>.</param>
/// <param name="Origin">Where it stands: <c>flag --max-num-seqs</c>, <c>file serve.yaml line 3</c>.</param>
internal sealed record GivenValue(string Key, string? Text, string Spelling, string Origin)
{
    /// <summary>What to call it in a sentence: its spelling and where it stands, each once.</summary>
    public string Place => Origin.EndsWith(Spelling, StringComparison.Ordinal) ? Origin : $"{Spelling} ({Origin})";
}
