using System.Globalization;
using Emulator.CostModel;

namespace Emulator.Points;

/// <summary>Writes predictions as CSV, <c>id,predicted_us</c>, in large pieces and without allocation.</summary>
/// <param name="output">What is written to.</param>
/// <param name="intervals">Whether <c>low_us,high_us</c> follow: the ends of the 90 % interval, empty where there is none.</param>
internal sealed class PredictionWriter(TextWriter output, bool intervals) : IDisposable
{
    private const int BufferLength = 1 << 16;

    // The longest number that a prediction can be in this form, and the separator before it.
    private const int LongestFigure = 360;

    private readonly char[] _buffer = new char[BufferLength];
    private int _used;

    /// <summary>Writes the header.</summary>
    public void Begin() => Append(intervals ? "id,predicted_us,low_us,high_us\n" : "id,predicted_us\n");

    /// <summary>Writes a row.</summary>
    /// <param name="id">The point's id.</param>
    /// <param name="prediction">What is said of it; null leaves the value empty.</param>
    public void Write(ReadOnlySpan<char> id, in Prediction? prediction)
    {
        if (id.IndexOfAny(",\"\r\n") >= 0)
        {
            Append($"\"{id.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        else
        {
            Append(id);
        }

        AppendFigure(prediction?.Microseconds);
        if (intervals)
        {
            PredictionInterval? interval = prediction?.Interval;
            AppendFigure(interval?.LowMicroseconds);
            AppendFigure(interval?.HighMicroseconds);
        }

        Append("\n");
    }

    /// <summary>Passes on what is left.</summary>
    public void Dispose()
    {
        output.Write(_buffer, 0, _used);
        output.Flush();
        _used = 0;
    }

    private void AppendFigure(double? microseconds)
    {
        Reserve(LongestFigure);
        _buffer[_used++] = ',';
        if (microseconds is { } known)
        {
            // A tenth of a nanosecond: finer than any clock, and the same on every machine.
            known.TryFormat(_buffer.AsSpan(_used), out int written, "0.0000", CultureInfo.InvariantCulture);
            _used += written;
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            Reserve(1);
            int length = Math.Min(text.Length, BufferLength - _used);
            text[..length].CopyTo(_buffer.AsSpan(_used));
            _used += length;
            text = text[length..];
        }
    }

    private void Reserve(int length)
    {
        if (_used + length > BufferLength)
        {
            output.Write(_buffer, 0, _used);
            _used = 0;
        }
    }
}
