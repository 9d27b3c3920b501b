using System.Xml.Linq;

namespace Emulator.Svg;

/// <summary>Ranges of a quantity, a row a thing, a line a kind within each row: from a hollow end to a full one.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="Across">The quantity.</param>
/// <param name="Kinds">The kinds' names.</param>
/// <param name="Rows">Each row's name and its ranges, one a kind. No end = infinite; no beginning either = the whole range is.</param>
public sealed record RangePanel(string Title, PanelAxis Across, IReadOnlyList<string> Kinds, IReadOnlyList<(string Name, IReadOnlyList<(double? From, double? To)> Ranges)> Rows) : Panel(Title)
{
    /// <inheritdoc/>
    public override IEnumerable<XElement> Marks(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Scale across = Across.Over(frame.Left, frame.Right);
        double place = (frame.Bottom - frame.Top) / Math.Max(1, Rows.Count);
        return
        [
            .. frame.HorizontalAxis(across, Across.Label, Across.Name),
            .. Rows.SelectMany((row, i) => Marks(row.Name, row.Ranges, frame, frame.Top + (i * place), place, across)),
            .. Legend(frame.Left, frame.Top - 14, Kinds.Select((kind, i) => (kind, i))),
        ];
    }

    private IEnumerable<XElement> Marks(string name, IReadOnlyList<(double? From, double? To)> ranges, Frame frame, double top, double place, Scale across)
    {
        yield return Mark.Line(frame.Left, top, frame.Right, top, "grid");
        yield return Mark.Text(frame.Left - 6, top + (place / 2) + 4, name, "end");
        for (int kind = 0; kind < ranges.Count; kind++)
        {
            double y = top + (place * (kind + 1) / (ranges.Count + 1));
            if (ranges[kind].To is null)
            {
                yield return Mark.Text(frame.Right + 4, y + 4, "∞", "start", Series.Fill(kind));
            }

            if (ranges[kind].From is not { } from)
            {
                continue;
            }

            double end = ranges[kind].To is { } to ? across[to] : frame.Right;
            yield return Mark.Line(across[from], y, end, y, Series.Stroke(kind));
            yield return Mark.Circle(across[from], y, 3, $"hollow c{kind % Series.Colours}", $"{name}, {Kinds[kind]}: {Across.Label(from)}");
            if (ranges[kind].To is { } last)
            {
                yield return Mark.Circle(end, y, 3.5, Series.Fill(kind), $"{name}, {Kinds[kind]}: {Across.Label(last)}");
            }
        }
    }
}
