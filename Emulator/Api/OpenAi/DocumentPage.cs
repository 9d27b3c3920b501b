using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulator.Api.OpenAi;

/// <summary>The OpenAPI document as a page to read, without scripts: what FastAPI shows there asks other servers for its own.</summary>
internal static class DocumentPage
{
    private const string Begin = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>{0}</title>
        <style>body{{font-family:sans-serif;margin:2em}}td{{padding:.2em 1em .2em 0}}</style></head>
        <body><h1>{0}</h1><p>{1} Fields and replies: <a href="openapi.json">openapi.json</a>.</p>
        <table>

        """;

    private static readonly CompositeFormat s_begin = CompositeFormat.Parse(Begin);

    /// <summary>The page.</summary>
    /// <param name="document">The document.</param>
    public static string Of(JsonObject document)
    {
        StringBuilder page = new();
        page.AppendFormat(null, s_begin, Text(document["info"]!["title"]), Text(document["info"]!["description"]));
        foreach ((string path, JsonNode? methods) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in methods!.AsObject())
            {
                page.Append($"<tr><td>{method.ToUpperInvariant()}</td><td><code>{WebUtility.HtmlEncode(path)}</code></td><td>{Text(operation!["summary"])}</td></tr>\n");
            }
        }

        return page.Append("</table></body></html>\n").ToString();
    }

    private static string Text(JsonNode? text) => WebUtility.HtmlEncode(text!.GetValue<string>());
}
