using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>Whole numbers within bounds, both included; units as <see cref="Quantity"/> has them.</summary>
internal sealed class WholeNumber<T>(T min, T max) : OptionKind<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override string ValueName => "N";

    public override string Allowed => max == T.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"whole numbers of at least {min:N0}")
        : string.Create(CultureInfo.InvariantCulture, $"whole numbers from {min:N0} to {max:N0}");

    public override bool TryParse(string text, out T value)
    {
        bool isWhole = Quantity.TryParseNumber(text, out decimal number) && decimal.IsInteger(number)
            && number >= decimal.CreateChecked(T.MinValue) && number <= decimal.CreateChecked(T.MaxValue);
        value = isWhole ? T.CreateChecked(number) : default;
        return isWhole;
    }

    public override bool Contains(T value) => value >= min && value <= max;

    public override string Print(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    public override JsonNode? ToJson(T value) => JsonValue.Create(long.CreateChecked(value));
}
