using System.Globalization;
using System.Text.RegularExpressions;
using Emulator.Content;

namespace Emulator.Api;

/// <summary>
/// What a client may say of its answer where the server lets it, in three places because gateways drop headers and rewrite names: in headers
/// (<c>X-Emulator-Output-Tokens</c>, <c>X-Emulator-Reply</c>), behind the model's name (<c>MODEL@output_tokens=50</c>), and in the last message (<c>[[output_tokens=50]]</c>,
/// <c>[[reply=Yes.]]</c>). The first of these that says something wins.
/// </summary>
/// <param name="isOn">Whether the server lets it; otherwise all of this is what it is anywhere else.</param>
internal sealed partial class RequestControl(bool isOn)
{
    private const string OutputTokens = "output_tokens";
    private const string ReplyText = "reply";

    /// <summary>The model's name without what stands behind it.</summary>
    public string? ModelOf(string? model) => isOn && model is not null && model.LastIndexOf('@') is var at and >= 0 ? model[..at] : model;

    /// <summary>An order with what the client says.</summary>
    /// <param name="order">The order as the request has it.</param>
    /// <param name="header">Headers by name; null or empty = there is none.</param>
    /// <param name="model">The model's name as the request has it.</param>
    /// <exception cref="Admission.RefusedException">A value is wrong.</exception>
    public ReplyOrder Apply(ReplyOrder order, Func<string, string?> header, string? model)
    {
        if (!isOn)
        {
            return order;
        }

        string? tokens = Said(header("X-Emulator-Output-Tokens")) ?? Suffix(model, OutputTokens) ?? Directive(order.Said, OutputTokens);
        string? text = Said(header("X-Emulator-Reply")) ?? Suffix(model, ReplyText) ?? Directive(order.Said, ReplyText);
        return order with { OutputTokens = tokens is null ? order.OutputTokens : Count(tokens), Text = text ?? order.Text };
    }

    private static string? Said(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static int Count(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1
        ? count
        : throw ErrorTable.Invalid(OutputTokens, $"output_tokens is '{value}'; allowed are whole numbers from 1.");

    private static string? Suffix(string? model, string key)
    {
        string prefix = key + "=";
        return model?.Split('@').Skip(1).LastOrDefault(part => part.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
    }

    private static string? Directive(string said, string key) =>
        Directives().Matches(said).LastOrDefault(match => match.Groups["key"].Value == key)?.Groups["value"].Value;

    [GeneratedRegex(@"\[\[(?<key>output_tokens|reply)=(?<value>.*?)\]\]", RegexOptions.Singleline)]
    private static partial Regex Directives();
}
