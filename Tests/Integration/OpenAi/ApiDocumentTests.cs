using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Emulator.Api;
using Emulator.Api.OpenAi;
using Emulator.Api.OpenAi.Bodies;

namespace Tests.Integration.OpenAi;

/// <summary>The OpenAPI document says what the port does.</summary>
public sealed class ApiDocumentTests : ServerTests
{
    private static readonly string[] s_fields = [.. BodyReader.Default.ChatBody.Properties.Select(property => property.Name).Where(name => name != "others")];

    private readonly HttpClient _http = new();

    public static TheoryData<string> Transcripts => [.. Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "Tests", "Integration", "golden"), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("")]
    [InlineData("--server-dev-mode true")]
    [InlineData("--behave-as openai")]
    public async Task Every_path_of_the_document_is_there_and_every_path_that_is_there_is_in_it(string options)
    {
        EmulatorServer server = await StartAsync($"{options} --enable-sleep-mode true");
        JsonNode document = (await _http.GetFromJsonAsync<JsonNode>(new Uri(server.HttpAddress, "openapi.json")))!;

        string[] documented = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"))];

        Assert.Equal(RoutesOf(server).Order(StringComparer.Ordinal), documented.Concat(["GET /openapi.json", "GET /docs", "GET /redoc"]).Order(StringComparer.Ordinal));
        Assert.Equal(documented.Length, document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(method => method.Value!["operationId"]!.GetValue<string>()).Distinct().Count());
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("redoc")]
    public async Task A_page_shows_every_path_and_needs_no_other_server(string path)
    {
        EmulatorServer server = await StartAsync();
        JsonNode document = (await _http.GetFromJsonAsync<JsonNode>(new Uri(server.HttpAddress, "openapi.json")))!;

        string page = await _http.GetStringAsync(new Uri(server.HttpAddress, path));

        Assert.All(document["paths"]!.AsObject(), known => Assert.Contains($"<code>{known.Key}</code>", page, StringComparison.Ordinal));
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openapi.json")]
    [InlineData("docs")]
    [InlineData("redoc")]
    public async Task Without_documents_there_is_none(string path)
    {
        EmulatorServer server = await StartAsync("--disable-fastapi-docs true");

        using HttpResponseMessage response = await _http.GetAsync(new Uri(server.HttpAddress, path));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Requests_have_every_field_that_is_read_with_its_type()
    {
        JsonObject chat = ApiDocument.Make(hasDevelopmentPaths: false, tellsOneModel: false)["components"]!["schemas"]!["ChatRequest"]!["properties"]!.AsObject();

        Assert.Equal(s_fields.Order(StringComparer.Ordinal), chat.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal("""["integer","null"]""", chat["max_tokens"]!["type"]!.ToJsonString());
        Assert.Equal("""["number","null"]""", chat["temperature"]!["type"]!.ToJsonString());
        Assert.Equal("""["boolean","null"]""", chat["stream"]!["type"]!.ToJsonString());
        Assert.Equal("""["boolean","null"]""", chat["stream_options"]!["properties"]!["include_usage"]!["type"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Transcripts))]
    public void Replies_are_as_the_document_says(string transcript)
    {
        JsonObject document = ApiDocument.Make(hasDevelopmentPaths: false, tellsOneModel: false);
        string[] lines = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "Tests", "Integration", "golden", $"{transcript}.txt"));
        string status = lines.First(line => line.StartsWith("HTTP ", StringComparison.Ordinal)).Split(' ')[1];
        JsonNode[] replies = [.. lines.SkipWhile(line => !line.StartsWith("HTTP ", StringComparison.Ordinal)).Skip(1).Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line).Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!)];

        Assert.NotEmpty(replies);
        Assert.All(replies, reply => Assert.Equal([], ShapeOf(document, status == "200" ? KindOf(reply) : "Error").Problems(reply)));
    }

    private static string KindOf(JsonNode reply) => reply["object"]!.GetValue<string>() switch
    {
        "chat.completion" => "ChatCompletion",
        "chat.completion.chunk" => "ChatCompletionChunk",
        "text_completion" => "Completion",
        var other => throw new InvalidDataException($"a reply of kind {other}"),
    };

    private static JsonShape ShapeOf(JsonObject document, string schema)
    {
        string schemas = document["components"]!["schemas"]!.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        return new JsonShape(new JsonObject { ["$defs"] = JsonNode.Parse(schemas), ["$ref"] = $"#/$defs/{schema}" });
    }

    // Paths of which any method is one are known by what is mapped, not by trying them.
    private static IEnumerable<string> RoutesOf(EmulatorServer server) =>
        server.HttpRoutes.SelectMany(route => route.Methods.Select(method => $"{method} {route.Path.Replace("{**model}", "{model}", StringComparison.Ordinal)}"));
}
