namespace Emulator.Configuration.Kinds;

/// <summary>Durations within bounds, both included; units as <see cref="Quantity"/> has them.</summary>
internal sealed class DurationKind(TimeSpan min, TimeSpan max) : OptionKind<TimeSpan>
{
    public override string ValueName => "DURATION";

    public override string Allowed => $"durations from {Quantity.Print(min)} to {Quantity.Print(max)}";

    public override bool TryParse(string text, out TimeSpan value) => Quantity.TryParseDuration(text, out value);

    public override bool Contains(TimeSpan value) => value >= min && value <= max;

    public override string Print(TimeSpan value) => Quantity.Print(value);
}
