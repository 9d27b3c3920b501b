using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>One plot of a drawing that holds several.</summary>
/// <param name="Title">What its upward axis is; stands above it.</param>
public abstract record Panel(string Title)
{
    private const double LetterWidth = 6.4;
    private const double SampleWidth = 24;

    /// <summary>What is drawn in and around <paramref name="frame"/>, the title apart.</summary>
    public abstract IEnumerable<XElement> Marks(Frame frame);

    /// <summary>Names beside samples of their looks, in a row that begins at a point.</summary>
    private protected static IEnumerable<XElement> Legend(double x, double y, IEnumerable<(string Name, int Index)> entries, bool areas = false)
    {
        foreach ((string name, int index) in entries)
        {
            yield return areas
                ? Mark.Rect(x, y - 10, 12, 11, $"part {Series.Fill(index)}")
                : Mark.Line(x, y - 4, x + SampleWidth, y - 4, Series.Stroke(index));
            double text = x + (areas ? 16 : SampleWidth + 5);
            yield return Mark.Text(text, y, name);
            x = text + (name.Length * LetterWidth) + 12;
        }
    }
}
