using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Emulator.Admission;
using Emulator.Api;
using Emulator.Engine;
using Google.Protobuf;
using Inference.V1;
using Tests.Integration.Grpc;

namespace Tests.Integration.BadInput;

/// <summary>Calls that are HTTP/2, but not gRPC, or no message of the method's.</summary>
public sealed class BadCallTests : ServerTests
{
    private const string Chat = "inference.v1.InferenceService/CreateChatCompletion";
    private const string Vllm = "vllm.Inference/Generate";

    private readonly HttpClient _http = new();

    private static byte[] Good { get; } = Frame(new CreateChatCompletionRequest { Messages = { new ChatMessage { Role = "user", Content = "Hi" } }, MaxTokens = 2 }.ToByteArray());

    /// <summary>Name, method, the message as it is sent, and the status of gRPC that answers.</summary>
    public static TheoryData<string, string, byte[], int> Messages => new()
    {
        { "no message", Chat, [], 13 },
        { "half a head", Chat, [0, 0, 0], 13 },
        { "a head alone", Chat, [0, 0, 0, 0, 9], 13 },
        { "less than was said", Chat, [.. Frame(new byte[9])[..^4]], 13 },
        { "more than is taken", Chat, [0, 0x7f, 0xff, 0xff, 0xff], 8 },
        { "a length below 0", Chat, [0, 0xff, 0xff, 0xff, 0xff], 13 },
        { "a flag that is none", Chat, [7, .. Good[1..]], 13 },
        { "compressed without saying how", Chat, [1, .. Good[1..]], 13 },
        { "two messages", Chat, [.. Good, .. Good], 13 },
        { "noise", Chat, Frame([.. Enumerable.Range(0, 200).Select(i => (byte)(i * 31))]), 13 },
        { "noise for vLLM's service", Vllm, Frame([.. Enumerable.Range(0, 200).Select(i => (byte)(i * 31))]), 13 },
        { "a prompt in two parts", Vllm, Frame([0x22, 0x03, 0x0a, 0x01, 0x05, 0x22, 0x03, 0x0a, 0x01, 0x05]), 13 },
        { "a prompt in a million parts", Vllm, Frame([.. Enumerable.Repeat<byte[]>([0x22, 0x03, 0x0a, 0x01, 0x05], 1_000_000).SelectMany(part => part)]), 13 },
        { "a field of no number", Chat, Frame([0x00, 0x00]), 13 },
        { "a number that does not end", Chat, Frame([0x18, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 13 },
        { "a text longer than the message", Chat, Frame([0x0a, 0x7f, 0x41]), 13 },
        { "a text that is no text", Chat, Frame([0x0a, 0x02, 0xff, 0xfe]), 13 },
        { "a text that is no text for vLLM's service", Vllm, Frame([0x1a, 0x02, 0xff, 0xfe]), 13 },
        { "a message where a number should be", Chat, Frame([0x1a, 0x01, 0x41]), 3 },
        { "an end of a group that did not begin", Chat, Frame([0x0c]), 13 },
        { "groups in one another", Chat, Frame([.. Enumerable.Repeat((byte)0xa3, 20_000).Select((b, i) => i % 2 == 0 ? b : (byte)0x06)]), 13 },
        { "nothing in it", Chat, Frame([]), 3 },
        { "nothing in it for vLLM's service", Vllm, Frame([]), 3 },
        { "only unknown fields", Chat, Frame([0xf8, 0x3f, 0x01]), 3 },
        { "a model of 1 MB", Chat, Frame(new CreateChatCompletionRequest { Model = new string('m', 1 << 20), Messages = { new ChatMessage { Role = "user", Content = "Hi" } } }.ToByteArray()), 5 },
        { "no tokens at most", Chat, Frame(new CreateChatCompletionRequest { MaxTokens = 0, Messages = { new ChatMessage { Role = "user", Content = "Hi" } } }.ToByteArray()), 3 },
        { "more tokens than there are numbers", Chat, Frame(new CreateChatCompletionRequest { MaxTokens = uint.MaxValue, Messages = { new ChatMessage { Role = "user", Content = "Hi" } } }.ToByteArray()), 3 },
        { "a timeout below 0", Chat, Frame(new CreateChatCompletionRequest { Timeout = new() { Seconds = -1 }, Messages = { new ChatMessage { Role = "user", Content = "Hi" } } }.ToByteArray()), 3 },
        { "a timeout with too many nanoseconds", Chat, Frame(new CreateChatCompletionRequest { Timeout = new() { Nanos = int.MaxValue }, Messages = { new ChatMessage { Role = "user", Content = "Hi" } } }.ToByteArray()), 3 },
        { "an id of 1 MB", Chat, Frame(new CreateChatCompletionRequest { RequestId = new string('i', 1 << 20), Messages = { new ChatMessage { Role = "user", Content = "Hi" } } }.ToByteArray()), 3 },
        { "a synthetic prompt of 4 billion tokens", Chat, Frame(GrpcClient.Synthetic(uint.MaxValue, 1).ToByteArray()), 3 },
        { "a token that is none", Vllm, Frame([0x22, 0x06, 0x0a, 0x04, 0xff, 0xff, 0xff, 0x7f]), 3 },
        { "a cut to more than the context", Vllm, Frame([0x1a, 0x01, 0x41, 0x58, 0xff, 0xff, 0xff, 0xff, 0x0f]), 3 },
        { "a method that is not there", "inference.v1.InferenceService/Guess", Good, 12 },
        { "a service that is not there", "nobody.v1.Nothing/Do", Good, 12 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task A_bad_message_ends_with_a_status_and_the_server_serves_on(string name, string method, byte[] message, int status)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await CallAsync(server, HttpMethod.Post, method, message);

        await response.Content.ReadAsByteArrayAsync();
        (string? code, string? words) = StatusOf(response);
        Assert.True(code == status.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{name}: {code} {words}");
        Assert.False(string.IsNullOrEmpty(words), name);
        await AssertServesAsync(server);
    }

    [Theory]
    [InlineData(Chat, new byte[] { 0, 0, 0, 0, 2, 0, 0 }, RefusalCode.InvalidBody)]
    [InlineData(Chat, new byte[] { 0, 0x7f, 0xff, 0xff, 0xff }, RefusalCode.BodyTooLarge)]
    [InlineData(Vllm, new byte[] { 0, 0, 0, 0, 2, 0, 0 }, null)]
    public async Task What_cannot_be_read_is_told_in_details_by_our_own_service(string method, byte[] message, string? reason)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await CallAsync(server, HttpMethod.Post, method, message);

        await response.Content.ReadAsByteArrayAsync();
        HttpHeaders where = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        string? bytes = where.TryGetValues("grpc-status-details-bin", out IEnumerable<string>? values) ? values.Single() : null;
        Google.Rpc.Status? details = bytes is null ? null : Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(bytes));
        Assert.Equal(reason, details?.Details.Single().Unpack<Google.Rpc.ErrorInfo>().Reason);
        Assert.Equal(reason is null ? null : StatusOf(response).Code, details?.Code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await AssertServesAsync(server);
    }

    [Theory]
    [InlineData("POST", "application/json", 415)]
    [InlineData("POST", "text/html", 415)]
    [InlineData("POST", null, 415)]
    [InlineData("GET", "application/grpc", 404)]
    [InlineData("PUT", "application/grpc", 404)]
    public async Task What_is_no_call_is_refused_by_http(string method, string? type, int status)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await CallAsync(server, new HttpMethod(method), Chat, method == "GET" ? null : Good, type);

        Assert.Equal(status, (int)response.StatusCode);
        await AssertServesAsync(server);
    }

    [Theory]
    [InlineData("grpc-timeout", "soon")]
    [InlineData("grpc-timeout", "99999999999S")]
    [InlineData("grpc-timeout", "-1S")]
    [InlineData("grpc-timeout", "")]
    [InlineData("grpc-timeout", "1x")]
    [InlineData("grpc-encoding", "banana")]
    [InlineData("grpc-accept-encoding", "banana,,,")]
    [InlineData("traceparent", "00-zz-zz-01")]
    [InlineData("x-binary-bin", "!!!")]
    public async Task A_header_that_makes_no_sense_harms_nobody(string name, string value)
    {
        EmulatorServer server = await StartAsync();

        using HttpResponseMessage response = await CallAsync(server, HttpMethod.Post, Chat, Good, header: (name, value));

        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(StatusOf(response).Code);
        await AssertServesAsync(server);
    }

    private static byte[] Frame(byte[] message)
    {
        byte[] frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static (string? Code, string? Words) StatusOf(HttpResponseMessage response)
    {
        HttpHeaders where = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        return (One("grpc-status"), One("grpc-message"));

        string? One(string name) => where.TryGetValues(name, out IEnumerable<string>? values) ? values.Single() : null;
    }

    private async Task<HttpResponseMessage> CallAsync(EmulatorServer server, HttpMethod method, string path, byte[]? body, string? type = "application/grpc", (string Name, string Value)? header = null)
    {
        using HttpRequestMessage request = new(method, new Uri(server.GrpcAddress, path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body is null ? null : new ByteArrayContent(body) };
        if (type is not null && request.Content is not null)
        {
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        request.Headers.Add("te", "trailers");
        if (header is { } one)
        {
            request.Headers.TryAddWithoutValidation(one.Name, one.Value);
        }

        return await _http.SendAsync(request);
    }

    // Whatever was wrong, the books count a call as one or, where it never became one, not at all.
    private async Task AssertServesAsync(EmulatorServer server)
    {
        using GrpcClient client = new(server);
        Assert.Equal(3U, (await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(10, 3))).Usage.CompletionTokens);
        LedgerCounts counts = server.Engine.Ledger.Read();
        Assert.InRange(counts.Received, 1, 2);
        Expected = counts with { Received = 0 };
    }
}
