using System.Globalization;
using System.Numerics;
using Emulator.Admission;

namespace Emulator.Api;

/// <summary>Whether a request's fields are what is allowed; each complaint is one sentence that names the field, its value and the allowed ones.</summary>
internal static class FieldCheck
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 128;

    /// <summary>Most characters of a request's name that vLLM would take at any length: each of its answers has it, and each of their chunks.</summary>
    public const int LongestId = 8_192;

    // Longer than any run; an end beyond it could not be added to a point of model time.
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(365);

    /// <summary>A number of tokens, at least 1.</summary>
    /// <exception cref="RefusedException">It is less.</exception>
    public static int? Tokens(string field, long? value) => Tokens(field, (BigInteger?)value) is { } tokens ? (int)BigInteger.Min(tokens, int.MaxValue) : null;

    /// <summary>The same of a number that may have any size.</summary>
    /// <exception cref="RefusedException">It is less than 1.</exception>
    public static BigInteger? Tokens(string field, BigInteger? value) =>
        value < 1 ? throw ErrorTable.Invalid(field, string.Create(CultureInfo.InvariantCulture, $"{field} is {value}; allowed are whole numbers from 1.")) : value;

    /// <summary>A name that may be empty; null when it is.</summary>
    /// <exception cref="RefusedException">It is too long.</exception>
    public static string? Name(string field, string? value, int most = LongestName) =>
        string.IsNullOrEmpty(value) ? null
        : value.Length <= most ? value
        : throw ErrorTable.Invalid(field, string.Create(CultureInfo.InvariantCulture, $"{field} has {value.Length} characters; allowed are up to {most}."));

    /// <summary>A total timeout above none, model time.</summary>
    /// <exception cref="RefusedException">It is none or less.</exception>
    public static TimeSpan? Timeout(string field, double? seconds) => seconds switch
    {
        null => null,
        not (> 0) => throw ErrorTable.Invalid(field, string.Create(CultureInfo.InvariantCulture, $"{field} is {seconds} s; allowed are durations above 0.")),
        _ => TimeSpan.FromTicks(Math.Max(1, TimeSpan.FromSeconds(Math.Min(seconds.Value, s_longestTimeout.TotalSeconds)).Ticks)),
    };
}
