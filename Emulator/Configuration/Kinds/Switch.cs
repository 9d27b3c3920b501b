using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>On or off. On the command line also <c>--NAME</c> and <c>--no-NAME</c>.</summary>
internal sealed class Switch : OptionKind<bool>
{
    public override string ValueName => "true|false";

    public override string Allowed => "true and false";

    public override bool TryParse(string text, out bool value)
    {
        value = text.ToUpperInvariant() is "TRUE" or "ON" or "YES" or "1";
        return value || text.ToUpperInvariant() is "FALSE" or "OFF" or "NO" or "0";
    }

    public override bool Contains(bool value) => true;

    public override string Print(bool value) => value ? "true" : "false";

    public override JsonNode? ToJson(bool value) => JsonValue.Create(value);
}
