using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Configuration;
using Emulator.Configuration.Behaviour;

namespace Emulator.Api.OpenAi;

/// <summary>The OpenAPI document of the HTTP port: paths and replies as a file has them, requests as they are read.</summary>
internal static class ApiDocument
{
    private const string Resource = "Emulator.Api.OpenAi.openapi.json";

    private static readonly string[] s_developmentPaths =
        ["/sleep", "/wake_up", "/is_sleeping", "/pause", "/resume", "/is_paused", "/reset_prefix_cache", "/reset_mm_cache", "/reset_encoder_cache", "/server_info"];

    private static readonly string[] s_tokenizerPaths = ["/tokenize", "/detokenize"];

    // What the library cannot see through: numbers that also come as text, and values of several forms.
    private static readonly JsonSchemaExporterOptions s_export = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>Maps its path, and those of the page that shows it.</summary>
    /// <param name="routes">The port's.</param>
    /// <param name="options">Which paths it has.</param>
    public static void Map(IEndpointRouteBuilder routes, ServerOptions options)
    {
        JsonObject document = Make(options);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(document);
        string page = DocumentPage.Of(document);
        routes.MapGet("/openapi.json", () => Results.Bytes(json, "application/json"));
        routes.MapGet("/docs", () => Results.Content(page, "text/html; charset=utf-8"));
        routes.MapGet("/redoc", () => Results.Content(page, "text/html; charset=utf-8"));
    }

    /// <summary>The document.</summary>
    internal static JsonObject Make(ServerOptions options)
    {
        using Stream file = typeof(ApiDocument).Assembly.GetManifestResourceStream(Resource)!;
        JsonObject document = JsonNode.Parse(file)!.AsObject();
        document["info"]!["version"] = ProductVersion.Own;
        JsonObject schemas = document["components"]!["schemas"]!.AsObject();
        schemas["ChatRequest"] = SchemaOf(BodyReader.Default.ChatBody);
        schemas["CompletionRequest"] = SchemaOf(BodyReader.Default.CompletionBody);
        schemas["TokenizeRequest"] = SchemaOf(BodyReader.Default.TokenizeBody);
        schemas["DetokenizeRequest"] = SchemaOf(BodyReader.Default.DetokenizeBody);
        ServerBehaviour behaviour = options.Behaviour;
        string[] absent =
        [
            .. options.ServerDevMode ? [] : s_developmentPaths,
            .. behaviour.HasOpenAiRequests ? s_tokenizerPaths : [],
            .. behaviour.TellsOneModel ? (string[])[] : ["/v1/models/{model}"],
        ];
        foreach (string path in absent)
        {
            document["paths"]!.AsObject().Remove(path);
        }

        return document;
    }

    private static JsonNode SchemaOf(JsonTypeInfo body) => body.GetJsonSchemaAsNode(s_export);

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = context.TypeInfo.Type;
        string? name = Nullable.GetUnderlyingType(type) is { } value ? NameOf(value) : NameOf(type);
        return name is not null ? new JsonObject { ["type"] = new JsonArray(name, "null") }
            : type == typeof(JsonElement) ? new JsonObject()
            : schema;
    }

    private static string? NameOf(Type type) => type == typeof(long) || type == typeof(BigInteger) ? "integer" : type == typeof(double) ? "number" : type == typeof(bool) ? "boolean" : null;
}
