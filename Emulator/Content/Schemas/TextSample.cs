using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Emulator.Numerics;

namespace Emulator.Content.Schemas;

/// <summary>Texts of the length, pattern and format that schemas state.</summary>
internal static partial class TextSample
{
    private const int Words = 3;
    private const int Tries = 40;
    private const int Longest = 100_000;

    /// <summary>A text that fits; null = there is none that is easily found.</summary>
    public static string? Of(SchemaFacets facets, SchemaRoot root, ref SplitMix64 random)
    {
        int least = facets.Least("minLength");
        if (least > Longest)
        {
            return null;
        }

        for (int i = 0; i < Tries; i++)
        {
            string? text = Draft(facets, least, i, ref random);
            if (text is not null && Fits(facets, root, text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Whether a text fits.</summary>
    public static bool Fits(SchemaFacets facets, SchemaRoot root, string text)
    {
        int length = text.EnumerateRunes().Count();
        return length >= facets.Least("minLength")
            && length <= facets.Most("maxLength")
            && facets.All("pattern").All(pattern => root.Pattern(pattern.GetString()!)!.IsMatch(text))
            && facets.All("format").All(format => format.ValueKind != JsonValueKind.String || IsOf(format.GetString()!, text));
    }

    private static string? Draft(SchemaFacets facets, int least, int attempt, ref SplitMix64 random)
    {
        if (facets.All("pattern").FirstOrDefault() is { ValueKind: JsonValueKind.String } pattern)
        {
            // Repetitions are few at first; long texts need more of them.
            return PatternSample.Of(pattern.GetString()!, attempt < Tries / 2 ? 3 : Math.Max(3, least), ref random);
        }

        string? format = facets.All("format").FirstOrDefault() is { ValueKind: JsonValueKind.String } given ? given.GetString() : null;
        if (OfFormat(format, ref random) is { } formed)
        {
            // Names and paths may be longer; dates and numbers may not.
            string more = new('a', Math.Max(0, least - formed.Length));
            return format is "email" or "idn-email" ? more + formed : formed[^1] == '/' ? formed + more : formed;
        }

        string text = Prose(Words, ref random);
        while (text.Length < least)
        {
            text += " " + Prose(Words, ref random);
        }

        int most = facets.Most("maxLength");
        return text.Length > most ? text[..most] : text;
    }

    private static string? OfFormat(string? format, ref SplitMix64 random) => format switch
    {
        "date" => Day(ref random).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "date-time" => Day(ref random).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        "time" => Day(ref random).ToString("HH:mm:ssZ", CultureInfo.InvariantCulture),
        "duration" => "PT" + Below(59, ref random) + "M",
        "email" or "idn-email" => "someone@example.com",
        "hostname" or "idn-hostname" => "example.com",
        "uri" or "url" or "iri" or "uri-reference" or "iri-reference" or "uri-template" => "https://example.com/",
        "uuid" => new Guid((int)random.Next(), (short)random.Next(), 0x4000, 0x80, 1, 2, 3, 4, 5, 6, 7).ToString(),
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "json-pointer" => "/a",
        "relative-json-pointer" => "0",
        "regex" => "a+",
        _ => null,
    };

    // Formats that nobody knows say nothing, as the standard has it.
    private static bool IsOf(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => IsMoment(text),
        "time" => IsMoment("2026-01-01T" + text),
        "duration" => IsDuration(text),
        "email" or "idn-email" => Mailbox().IsMatch(text),
        "hostname" or "idn-hostname" => Uri.CheckHostName(text) == UriHostNameType.Dns,
        "uri" or "url" or "iri" => Uri.IsWellFormedUriString(text, UriKind.Absolute),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" => text.Count(letter => letter == '.') == 3 && IPAddress.TryParse(text, out _),
        "ipv6" => IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        "json-pointer" => Pointer().IsMatch(text),
        "relative-json-pointer" => RelativePointer().IsMatch(text),
        "regex" => SchemaRoot.TryCompile(text) is not null,
        _ => true,
    };

    private static bool IsMoment(string text) => Moment().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static bool IsDuration(string text)
    {
        try
        {
            XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static DateTime Day(ref SplitMix64 random) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(Below(365 * 24 * 60, ref random));

    private static string Prose(int count, ref SplitMix64 random) => new SyntheticProse(random.Next()).Text(0, count);

    private static int Below(int count, ref SplitMix64 random) => (int)(random.Next() % (ulong)count);

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Moment();

    [GeneratedRegex(@"\A[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"\A(/([^~/]|~[01])*)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\A(0|[1-9]\d*)(#|(/([^~/]|~[01])*)*)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RelativePointer();
}
