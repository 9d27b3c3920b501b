using System.Text;

namespace Emulator.Cli;

/// <summary>Standard output that says in one sentence when it cannot be written: a full disk behind it is no error in the program. The same for all tools.</summary>
/// <param name="inner">Where the text goes.</param>
public sealed class StandardOutput(TextWriter inner) : TextWriter(inner?.FormatProvider)
{
    private readonly TextWriter _inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <summary>Puts one around the console's, for all that this process writes to it from now on.</summary>
    public static void Install() => Console.SetOut(new StandardOutput(Console.Out));

    /// <inheritdoc/>
    /// <exception cref="OutputFailedException">It cannot be written.</exception>
    public override void Write(char value) => Guard(static (to, text) => to.Write(text), value);

    /// <inheritdoc/>
    /// <exception cref="OutputFailedException">It cannot be written.</exception>
    public override void Write(char[] buffer, int index, int count) => Guard(static (to, part) => to.Write(part.Array!, part.Offset, part.Count), new ArraySegment<char>(buffer, index, count));

    /// <inheritdoc/>
    /// <exception cref="OutputFailedException">It cannot be written.</exception>
    public override void Write(string? value) => Guard(static (to, text) => to.Write(text), value);

    /// <inheritdoc/>
    /// <exception cref="OutputFailedException">It cannot be written.</exception>
    public override void WriteLine(string? value) => Guard(static (to, text) => to.WriteLine(text), value);

    /// <inheritdoc/>
    /// <exception cref="OutputFailedException">It cannot be written.</exception>
    public override void Flush() => Guard(static (to, _) => to.Flush(), 0);

    private void Guard<T>(Action<TextWriter, T> write, T value)
    {
        try
        {
            write(_inner, value);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException($"standard output cannot be written: {problem.Message}", problem);
        }
    }
}
