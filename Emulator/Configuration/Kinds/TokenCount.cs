using System.Globalization;
using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>Whole numbers within bounds as vLLM reads them: <c>16k</c> = 16,000, but <c>16K</c> = 16,384; besides, the units of <see cref="Quantity"/>.</summary>
/// <param name="min">The least.</param>
/// <param name="max">The most.</param>
internal sealed class TokenCount(int min, int max) : OptionKind<int>
{
    public override string ValueName => "N";

    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"whole numbers from {min:N0} to {max:N0}, also as 16k (16,000) or 16K (16,384)");

    public override bool TryParse(string text, out int value)
    {
        bool isWhole = Quantity.TryParseVllmNumber(text, out decimal number) && decimal.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue;
        value = isWhole ? (int)number : 0;
        return isWhole;
    }

    public override bool Contains(int value) => value >= min && value <= max;

    public override string Print(int value) => value.ToString(CultureInfo.InvariantCulture);

    public override JsonNode? ToJson(int value) => JsonValue.Create(value);
}
