namespace Emulator.Svg;

/// <summary>An axis of a plot whose place is not known yet.</summary>
/// <param name="Name">What it is, units included; not drawn where the plot's title says it.</param>
/// <param name="Label">How its values are written.</param>
/// <param name="Over">The scale between two pixels, that of the low end first.</param>
public sealed record PanelAxis(string Name, Func<double, string> Label, Func<double, double, Scale> Over)
{
    /// <summary>From 0 to a round number.</summary>
    public static PanelAxis FromZero(string name, double largest, Func<double, string> label) => new(name, label, (low, high) => Scale.FromZero(largest, low, high));

    /// <summary>Exactly between two values, with about <paramref name="tickCount"/> labels.</summary>
    public static PanelAxis Between(string name, double low, double high, Func<double, string> label, int tickCount = 5) =>
        new(name, label, (from, to) => Scale.Between(low, high, from, to, tickCount));

    /// <summary>By powers of ten, over the values above 0.</summary>
    public static PanelAxis Powers(string name, IEnumerable<double> values, Func<double, string> label)
    {
        double[] drawn = [.. values.Where(value => value > 0)];
        return new PanelAxis(name, label, (low, high) => drawn.Length == 0 ? Scale.Powers(1, 10, low, high) : Scale.Powers(drawn.Min(), drawn.Max(), low, high));
    }

    /// <summary>By powers, labelled at the given values.</summary>
    public static PanelAxis At(string name, IReadOnlyList<double> values, Func<double, string> label) => new(name, label, (low, high) => Scale.At(values, low, high));
}
