namespace Emulator.Configuration;

/// <summary>One option's effective value.</summary>
/// <param name="Key">The option's name, as on the command line without its dashes.</param>
/// <param name="Value">Its value, as the command line takes it; <see cref="Hidden"/> in place of a secret.</param>
/// <param name="Origin">Where the value came from: <c>default</c>, <c>preset NAME</c>, <c>file PATH line N</c>, <c>environment VARIABLE</c> or <c>flag --NAME</c>.</param>
public sealed record EffectiveSetting(string Key, string Value, string Origin)
{
    /// <summary>Stands for a secret that is set.</summary>
    public const string Hidden = "(hidden)";
}
