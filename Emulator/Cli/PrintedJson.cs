using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Cli;

/// <summary>JSON as verbs print it: indented, and letters as they are.</summary>
internal static class PrintedJson
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, without a line end.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(s_options);
}
