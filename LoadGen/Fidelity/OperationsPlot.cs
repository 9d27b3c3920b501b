using System.Globalization;
using System.Xml.Linq;
using Emulator.Calibration;
using Emulator.Svg;

namespace LoadGen.Fidelity;

/// <summary>Predicted over measured against the measured time, a panel an operation, both by powers of ten: a level cloud around 1 is what a model should be.</summary>
public static class OperationsPlot
{
    private const double PanelWidth = 340;
    private const double PanelHeight = 210;
    private const double TitleHeight = 34;
    private const int Across = 3;

    /// <summary>Points drawn of an operation at most: enough to see a cloud, few enough for a page.</summary>
    private const int MostPoints = 350;

    private const double LowestRatio = 0.2;
    private const double HighestRatio = 5;

    /// <summary>Writes one device's drawing as a file of its own.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="operations">The operations of one device.</param>
    public static void Write(TextWriter writer, IReadOnlyList<OperationFidelity> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        int lines = (operations.Count + Across - 1) / Across;
        string title = $"{operations[0].Gpu}: predicted over measured, against measured microseconds; coefficients as shipped";
        SvgFile.Write(writer, Across * PanelWidth, TitleHeight + (lines * PanelHeight), title,
        [
            Mark.Text(12, 20, title, "start", "strong"),
            .. operations.SelectMany((operation, i) => Panel(operation, i % Across * PanelWidth, TitleHeight + (i / Across * PanelHeight))),
        ]);
    }

    private static IEnumerable<XElement> Panel(OperationFidelity operation, double left, double top)
    {
        Frame frame = new(left + 44, top + 24, left + PanelWidth - 12, top + PanelHeight - 30);
        (double Measured, double Predicted)[] sorted = [.. operation.Points.OrderBy(point => point.Measured)];
        Scale across = Scale.Powers(sorted[0].Measured, sorted[^1].Measured, frame.Left, frame.Right);
        Scale up = Scale.At([LowestRatio, 0.5, 1, 2, HighestRatio], frame.Bottom, frame.Top);
        yield return Mark.Text(left + 44, top + 14, $"{operation.Operation}, {operation.Points.Count.ToString("N0", CultureInfo.InvariantCulture)} rows", "start", "name");
        foreach (XElement mark in frame.VerticalAxis(up, Number).Concat(frame.HorizontalAxis(across, Number, "")))
        {
            yield return mark;
        }

        // Evenly through the sorted rows, so that the drawing shows what a table of all of them would.
        int drawn = Math.Min(MostPoints, sorted.Length);
        for (int i = 0; i < drawn; i++)
        {
            (double measured, double predicted) = sorted[(int)((long)i * sorted.Length / drawn)];
            yield return Mark.Circle(across[measured], up[predicted / measured], 1.4, "f0");
        }

        yield return Mark.Line(frame.Left, up[1], frame.Right, up[1], "axis");
    }

    private static string Number(double value) => value >= 1_000 ? (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k" : value.ToString("0.##", CultureInfo.InvariantCulture);
}
