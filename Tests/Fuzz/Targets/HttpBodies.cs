using Emulator.Api;
using Emulator.Api.OpenAi;
using Emulator.Api.OpenAi.Bodies;
using Microsoft.AspNetCore.Http;

namespace Tests.Fuzz.Targets;

/// <summary>The bodies of HTTP requests.</summary>
internal static class HttpBodies
{
    // What costs the square of its length where nothing limits it.
    private static readonly string s_longRun = new('a', 20_000);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Target("chat", "/v1/chat/completions", BodyShapes.Chat, Requests.Lax, ChatCall.Read),
        Target("chat-strict", "/v1/chat/completions", BodyShapes.Chat, Requests.Strict, ChatCall.Read),
        Target("completions", "/v1/completions", BodyShapes.Completion, Requests.Lax, CompletionCall.Read),
        new("tokenize", "POST /tokenize", Corpus.Texts("""{"prompt":"Hello there"}""", """{"messages":[{"role":"user","content":"Hi"}],"return_token_strs":true,"tools":[{"type":"function","function":{"name":"f"}}]}"""), input => Answer(input, Tokenizing.TokenizeAsync)) { IsPrinted = false, Words = [s_longRun] },
        new("detokenize", "POST /detokenize", Corpus.Texts("""{"tokens":[13225,1354,0]}"""), input => Answer(input, Tokenizing.DetokenizeAsync)) { IsPrinted = false },
    ];

    private static FuzzTarget Target<TBody>(string name, string path, BodyShape<TBody> shape, Requests requests, Func<TBody, CallReader, Reception, Call> callOf)
        where TBody : GenerationBody => new(name, $"POST {path}", Corpus.Requests(path), input => requests.Read(() =>
        {
            HttpRequest http = Context(input).Request;
            TBody body = Now(BodyReader.ReadAsync(http, shape, requests.Reception.Behaviour));
            return BodyReader.Make(() => callOf(body, new CallReader(requests.Reception, http.Headers), requests.Reception)).Requests;
        }))
        {
            IsPrinted = false,
            Words = [.. shape.Type.Properties.Select(property => property.Name), "role", "content", "type", "function", "parameters", "properties", "$ref", "#/", "anyOf", "enum", "minItems", "maximum", "items", "json_schema", "schema", "tokens", "prefix", "include_usage", s_longRun],
        };

    private static string? Answer(byte[] input, Func<HttpContext, Reception, Task> answer) => Requests.Lax.Read(() =>
    {
        answer(Context(input), Requests.Lax.Reception).GetAwaiter().GetResult();
        return [];
    });

    private static DefaultHttpContext Context(byte[] body) => new()
    {
        Request = { Method = "POST", ContentType = "application/json", Body = new MemoryStream(body, writable: false) },
        Response = { Body = new MemoryStream() },
    };

    // All of the body is there: nothing waits.
    private static T Now<T>(Task<T> reading) => reading.GetAwaiter().GetResult();
}
