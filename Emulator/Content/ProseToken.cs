using System.Text;

namespace Emulator.Content;

/// <summary>One token of synthetic text, with its leading space if it has one.</summary>
internal sealed class ProseToken(string text)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    public string Text { get; } = text;

    public ReadOnlySpan<byte> Utf8 => _utf8;
}
