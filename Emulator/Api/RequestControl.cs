using System.Globalization;
using System.Text.RegularExpressions;
using Emulator.Content;

namespace Emulator.Api;

/// <summary>
/// What a client may say of its answer where the server lets it, in three places because gateways drop headers and rewrite names: in headers
/// (<c>X-Emulator-Output-Tokens</c>, <c>X-Emulator-Reply</c>), behind the model's name (<c>MODEL@output_tokens=50</c>), and in the last message (<c>[[output_tokens=50]]</c>,
/// <c>[[reply=Yes.]]</c>). The first of these that says something wins.
/// </summary>
/// <param name="modelNames">Names of the server's model, which may have an "@" of their own; null = the server does not let it, and all of this is what it is anywhere else.</param>
internal sealed partial class RequestControl(IEnumerable<string>? modelNames)
{
    private const string OutputTokens = "output_tokens";
    private const string ReplyText = "reply";

    private readonly string[]? _modelNames = modelNames?.Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(name => name.Length).ToArray();

    /// <summary>The model's name without what stands behind it.</summary>
    public string? ModelOf(string? model) => Split(model).Name;

    /// <summary>Refuses what stands behind a model's name and says nothing of the answer: it would be a slip that nobody hears of.</summary>
    /// <exception cref="Admission.RefusedException">There is such.</exception>
    public void CheckSuffix(string? model)
    {
        string suffix = Split(model).Suffix;
        if (suffix.Length > 0 && SuffixParts().Match(suffix) is not { Success: true, Index: 0 })
        {
            throw ErrorTable.Invalid("model", $"model ends with '{suffix}'; allowed behind a model's name are @{OutputTokens}=N and @{ReplyText}=TEXT.");
        }
    }

    /// <summary>An order with what the client says.</summary>
    /// <param name="order">The order as the request has it.</param>
    /// <param name="header">Headers by name; null or empty = there is none.</param>
    /// <param name="model">The model's name as the request has it.</param>
    /// <exception cref="Admission.RefusedException">A value is wrong.</exception>
    public ReplyOrder Apply(ReplyOrder order, Func<string, string?> header, string? model)
    {
        if (_modelNames is null)
        {
            return order;
        }

        // Behind the last end nothing is said, and looking for one there from each beginning would cost the square of the text.
        string said = order.Said[..(order.Said.LastIndexOf("]]", StringComparison.Ordinal) is >= 0 and int end ? end + 2 : 0)];
        string suffix = Split(model).Suffix;
        string? tokens = Said(header("X-Emulator-Output-Tokens")) ?? Last(SuffixParts(), suffix, OutputTokens) ?? Last(Directives(), said, OutputTokens);
        string? text = Said(header("X-Emulator-Reply")) ?? Last(SuffixParts(), suffix, ReplyText) ?? Last(Directives(), said, ReplyText);
        return order with { OutputTokens = tokens is null ? order.OutputTokens : Count(tokens), Text = text ?? order.Text };
    }

    private static string? Said(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static int Count(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1
        ? count
        : throw ErrorTable.Invalid(OutputTokens, $"output_tokens is '{value}'; allowed are whole numbers from 1.");

    // A name that the server has counts whole, whatever is in it; what no name of its is ends where an order begins.
    private (string? Name, string Suffix) Split(string? model)
    {
        if (_modelNames is null || model is null || _modelNames.Contains(model, StringComparer.OrdinalIgnoreCase))
        {
            return (model, "");
        }

        int end = _modelNames.FirstOrDefault(name => model.Length > name.Length && model[name.Length] == '@' && model.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is { } own
            && model.AsSpan(own.Length).Contains('=') ? own.Length
            : SuffixParts().Match(model) is { Success: true } first ? first.Index
            : model.Length;
        return (model[..end], model[end..]);
    }

    private static string? Last(Regex parts, string text, string key) =>
        parts.Matches(text).LastOrDefault(match => match.Groups["key"].Value == key)?.Groups["value"].Value;

    [GeneratedRegex(@"@(?<key>output_tokens|reply)=(?<value>.*?)(?=@(?:output_tokens|reply)=|\z)", RegexOptions.Singleline)]
    private static partial Regex SuffixParts();

    [GeneratedRegex(@"\[\[(?<key>output_tokens|reply)=(?<value>.*?)\]\]", RegexOptions.Singleline)]
    private static partial Regex Directives();
}
