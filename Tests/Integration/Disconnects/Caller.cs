using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Emulator.Api;
using Tests.Integration.Grpc;

namespace Tests.Integration.Disconnects;

/// <summary>A client that asks and then goes: <see cref="IDisposable.Dispose"/> breaks off whatever it does.</summary>
internal static class Caller
{
    /// <summary>The ways to ask.</summary>
    public static IReadOnlyList<string> Doors { get; } = ["HTTP stream", "HTTP answer", "HTTP text of three prompts", "gRPC stream", "gRPC answer", "vLLM stream", "vLLM answer"];

    /// <summary>Requests to the engine that one call makes.</summary>
    public static int RequestsOf(string door) => door == "HTTP text of three prompts" ? 3 : 1;

    /// <summary>Asks through a door.</summary>
    /// <param name="door">One of <see cref="Doors"/>.</param>
    /// <param name="server">Whom.</param>
    /// <param name="prompt">Tokens of each prompt.</param>
    /// <param name="output">Tokens of each answer.</param>
    public static IDisposable Ask(string door, EmulatorServer server, int prompt, int output)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"\"model\":\"Llama-3.1-8B\",\"synthetic\":{{\"tokens\":{prompt},\"output_tokens\":{output}}}");
        return door switch
        {
            "HTTP stream" => new Hung(server.HttpAddress, $"{{{size},\"stream\":true}}", "chat/completions"),
            "HTTP answer" => new Hung(server.HttpAddress, $"{{{size}}}", "chat/completions"),
            "HTTP text of three prompts" => new Hung(server.HttpAddress, string.Create(CultureInfo.InvariantCulture, $"{{\"model\":\"Llama-3.1-8B\",\"prompt\":[{Ids(prompt)},{Ids(prompt)},{Ids(prompt)}],\"max_tokens\":{output},\"ignore_eos\":true,\"stream\":true}}"), "completions"),
            "gRPC stream" => new Called<GrpcClient>(new GrpcClient(server), client => client.Inference.StreamChatCompletion(GrpcClient.Synthetic((uint)prompt, (uint)output))),
            "gRPC answer" => new Called<GrpcClient>(new GrpcClient(server), client => client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic((uint)prompt, (uint)output))),
            "vLLM stream" => new Called<VllmClient>(new VllmClient(server), client => client.Inference.GenerateStream(VllmClient.Sized(prompt, (uint)output))),
            "vLLM answer" => new Called<VllmClient>(new VllmClient(server), client => client.Inference.GenerateAsync(VllmClient.Sized(prompt, (uint)output))),
            _ => throw new ArgumentOutOfRangeException(nameof(door), door, "no such door"),
        };
    }

    private static string Ids(int count) => $"[{string.Join(',', Enumerable.Range(1, count))}]";

    private sealed class Called<TClient>(TClient client, Func<TClient, IDisposable> ask) : IDisposable
        where TClient : IDisposable
    {
        private readonly IDisposable _call = ask(client);

        public void Dispose()
        {
            _call.Dispose();
            client.Dispose();
        }
    }

    // The connection is reset, as when the client's process is killed.
    private sealed class Hung : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

        public Hung(Uri server, string body, string path)
        {
            _socket.Connect(server.Host, server.Port);
            _socket.Send(Encoding.UTF8.GetBytes($"POST /v1/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }

        public void Dispose() => _socket.Close(timeout: 0);
    }
}
