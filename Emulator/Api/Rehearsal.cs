using System.Net.Mime;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Emulator.Configuration;
using Emulator.Time;
using Grpc.Core;
using Grpc.Net.Client;
using Vllm;

namespace Emulator.Api;

/// <summary>
/// What a process does before it serves: it answers one stream over HTTP and one over gRPC itself, as a real server runs batches that nobody asked for. Code is compiled when it
/// first runs, and the first client's tokens would pile up meanwhile. Who rehearses is a server of its own, on ports that nobody knows, and all that it counted goes with it.
/// </summary>
internal static class Rehearsal
{
    private const int Tokens = 32;

    private static readonly string s_chat = $$"""{"messages":[{"role":"user","content":"Once more."}],"max_tokens":{{Tokens}},"ignore_eos":true,"stream":true}""";

    /// <summary>Rehearses.</summary>
    /// <param name="options">What will be served; of it only what decides how prompts are read and how connections are encrypted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidConfigurationException">There is no such tokenizer.</exception>
    public static async Task RunAsync(ServerOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ServerOptions own = ServerOptions.FromPreset(ServerOptions.DefaultPreset) with
        {
            HttpPort = 0,
            GrpcPort = 0,
            AdminGrpcPort = 0,
            TimeScale = 0,
            NumGpuBlocksOverride = 64,
            MaxModelLen = 1_024,
            TraceStepRatio = 0,
            Tokenizer = options.Tokenizer,
            EstimateTokensAbove = options.EstimateTokensAbove,
            TlsCert = options.TlsCert,
            TlsKey = options.TlsKey,
        };
        await using EmulatorServer server = await EmulatorServer.StartAsync(new EffectiveConfiguration(own, []), new UnpacedClock(), ReplicaPlace.Rehearsal, cancellation);
        using X509Certificate2? certificate = own.TlsCert is { } file ? X509CertificateLoader.LoadCertificateFromFile(file) : null;
        await Task.WhenAll(AnswerHttpAsync(server, Direct(certificate), cancellation), AnswerGrpcAsync(server, Direct(certificate), cancellation));
    }

    private static async Task AnswerHttpAsync(EmulatorServer server, SocketsHttpHandler direct, CancellationToken cancellation)
    {
        using HttpClient client = new(direct) { BaseAddress = server.HttpAddress };
        using StringContent body = new(s_chat, Encoding.UTF8, MediaTypeNames.Application.Json);
        using HttpResponseMessage answer = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task AnswerGrpcAsync(EmulatorServer server, SocketsHttpHandler direct, CancellationToken cancellation)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(server.GrpcAddress, new GrpcChannelOptions { HttpHandler = direct, DisposeHttpClient = true });
        GenerateRequest request = new() { Text = "Once more.", Stopping = new StoppingCriteria { MaxNewTokens = Tokens, IgnoreEos = true } };
        using AsyncServerStreamingCall<GenerateResponse> call = new Vllm.Inference.InferenceClient(channel).GenerateStream(request, cancellationToken: cancellation);
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            // What comes is of no interest, only that it does.
        }
    }

    // Whatever proxy the environment names is not on the way from this process to itself; and its certificate, which need be none for this address, is known.
    private static SocketsHttpHandler Direct(X509Certificate2? certificate) => new()
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate?.GetCertHashString() },
    };
}
