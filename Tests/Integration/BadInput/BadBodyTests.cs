using System.Net;
using System.Text;
using System.Text.Json;
using Emulator.Api;
using Emulator.Engine;

namespace Tests.Integration.BadInput;

/// <summary>Whatever a body is, the answer has the right status and says in one sentence what is wrong; afterwards the server serves.</summary>
public sealed class BadBodyTests : ServerTests
{
    private readonly HttpClient _http = new();

    public static TheoryData<BadBody> Bodies => [.. SamplingRows.All, .. ExtensionRows.All, .. LayoutRows.All, .. OrderRows.All, .. ShapeRows.All, .. FormRows.All];

    public static TheoryData<OpenAiRow> OpenAiBodies => [.. OpenAiRows.All, .. StrictSchemaRows.All];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_refused_in_words(BadBody bad)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await PostAsync(server, bad.Path, Encoding.UTF8.GetBytes(bad.Body));

        JsonElement error = await ErrorOf(response);
        Assert.Equal(bad.Status, (int)response.StatusCode);
        Assert.Contains(bad.Says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(bad.Status, error.GetProperty("code").GetInt32());
        Assert.Equal(bad.IsPydantics ? "Bad Request" : bad.Status == 404 ? "NotFoundError" : "BadRequestError", error.GetProperty("type").GetString());
        await AssertServesAsync(server);
        Expected = new LedgerCounts { Invalid = bad.Path.StartsWith("v1", StringComparison.Ordinal) ? 1 : 0, Completed = 1 };
    }

    [Theory]
    [MemberData(nameof(OpenAiBodies))]
    public async Task What_OpenAI_refuses_is_refused_in_its_words(OpenAiRow bad)
    {
        EmulatorServer server = await StartAsync("--behave-as openai");

        using HttpResponseMessage response = await PostAsync(server, bad.Path, Encoding.UTF8.GetBytes(bad.Body));

        JsonElement error = await ErrorOf(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(bad.Says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("invalid_request_error", bad.Parameter, bad.Code), (error.GetProperty("type").GetString(), error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
        Expected = new LedgerCounts { Invalid = 1 };
    }

    [Fact]
    public async Task Schemas_that_are_strict_enough_are_taken()
    {
        EmulatorServer server = await StartAsync("--behave-as openai");

        foreach (string field in StrictSchemaRows.Taken)
        {
            using HttpResponseMessage response = await PostAsync(
                server,
                BadBody.Chat,
                Encoding.UTF8.GetBytes($$"""{"model":"Llama-3.1-8B","messages":[{"role":"user","content":"Hi"}],{{field}}}"""));
            Assert.True(response.StatusCode == HttpStatusCode.OK, field + await response.Content.ReadAsStringAsync());
        }

        Expected = new LedgerCounts { Completed = StrictSchemaRows.Taken.Count };
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x00 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xc0, 0xaf })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf5, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xe2, 0x82 })]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x1f, 0x8b, 0x08, 0x00 })]
    public async Task Bytes_that_are_no_text_are_refused(byte[] bytes)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage alone = await PostAsync(server, BadBody.Chat, bytes);
        using HttpResponseMessage inString = await PostAsync(server, BadBody.Chat, [.. """{"messages":[{"role":"user","content":"Hi """u8, .. bytes, .. "\"}]}"u8]);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (alone.StatusCode, inString.StatusCode));
        Assert.NotEqual("", (await ErrorOf(inString)).GetProperty("message").GetString());
        await AssertServesAsync(server);
        Expected = new LedgerCounts { Invalid = 2, Completed = 1 };
    }

    [Theory]
    [InlineData("""{"model":"Llama-3.1-8B","messages":"Hi","max_tokens":[],"messages":[{"role":7,"role":"user","content":"Hi"}],"max_tokens":2}""", "")]
    [InlineData("""{"model":7,"model":"Llama-3.1-8B","messages":[{"role":"user","content":"Hi"}],"n":0,"n":1,"max_tokens":2}""", "--behave-as openai")]
    public async Task Of_fields_with_one_name_the_last_counts(string body, string options)
    {
        EmulatorServer server = await StartAsync(options);

        using HttpResponseMessage response = await PostAsync(server, BadBody.Chat, Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Of_a_million_faults_the_first_are_told_and_all_are_counted()
    {
        EmulatorServer server = await StartAsync();
        string tokens = string.Join(',', Enumerable.Repeat("-1", 1_000_000));

        using HttpResponseMessage response = await PostAsync(server, BadBody.Text, Encoding.UTF8.GetBytes($$"""{"prompt":[{{tokens}}]}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string message = (await ErrorOf(response)).GetProperty("message").GetString()!;
        Assert.StartsWith("3000001 validation errors:\n  {'type': 'greater_than_equal', 'loc': ('body', 'prompt', 'list[int]', 0), ", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1 << 20, 17 << 20);
        await AssertServesAsync(server);
        Expected = new LedgerCounts { Invalid = 1, Completed = 1 };
    }

    [Fact]
    public void There_are_as_many_rows_as_were_asked_for() => Assert.InRange(Bodies.Count, 150, 1_000);

    private async Task AssertServesAsync(EmulatorServer server)
    {
        using HttpResponseMessage good = await PostAsync(server, BadBody.Chat, """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":2}"""u8.ToArray());
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    private static async Task<JsonElement> ErrorOf(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");

    private Task<HttpResponseMessage> PostAsync(EmulatorServer server, string path, byte[] body)
    {
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new("application/json");
        return _http.PostAsync(new Uri(server.HttpAddress, path), content);
    }
}
