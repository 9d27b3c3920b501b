using System.Globalization;
using System.Text.Json.Nodes;

namespace Emulator.Configuration.Kinds;

/// <summary>Numbers within bounds, both included unless an end is open.</summary>
internal sealed class Number(double min, double max, bool openMin = false, bool openMax = false) : OptionKind<double>
{
    public override string ValueName => "X";

    public override string Allowed => string.Create(
        CultureInfo.InvariantCulture, $"numbers {(openMin ? "above" : "of at least")} {min} and {(openMax ? "below" : "at most")} {max}");

    public override bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    public override bool Contains(double value) => (openMin ? value > min : value >= min) && (openMax ? value < max : value <= max);

    public override string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public override JsonNode? ToJson(double value) => JsonValue.Create(value);
}
