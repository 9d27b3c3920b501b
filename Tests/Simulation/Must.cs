using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tests.Simulation;

/// <summary>What must always hold.</summary>
internal static class Must
{
    /// <summary>Ends the run unless <paramref name="condition"/> holds. The message is put together only then: there are millions of checks a second.</summary>
    /// <exception cref="ViolationException">It does not hold.</exception>
    public static void Hold([DoesNotReturnIf(false)] bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref Otherwise otherwise)
    {
        if (!condition)
        {
            throw new ViolationException(otherwise.ToStringAndClear());
        }
    }

    /// <summary>The message of a condition that does not hold.</summary>
    [InterpolatedStringHandler]
    public ref struct Otherwise
    {
        private DefaultInterpolatedStringHandler _text;

        public Otherwise(int literalLength, int formattedCount, bool condition, out bool isNeeded)
        {
            isNeeded = !condition;
            _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public string ToStringAndClear() => _text.ToStringAndClear();
    }
}
