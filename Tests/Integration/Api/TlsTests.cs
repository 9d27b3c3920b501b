using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Emulator;
using Emulator.Api;
using Emulator.Cli;
using Emulator.Configuration;
using Emulator.Engine;
using Grpc.Net.Client;
using Inference.V1;
using Tests.Integration.Cli;
using Tests.Integration.Grpc;

namespace Tests.Integration.Api;

public sealed class TlsTests : ServerTests
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Both_client_ports_show_the_certificate_and_the_client_chooses_the_http_version()
    {
        (string cert, string key) = Certificate("server");
        EmulatorServer server = await StartAsync($"--ssl-certfile {cert} --ssl-keyfile {key}");
        using HttpClient http = new(Trusting(cert));

        foreach (Version version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server.HttpAddress, "v1/chat/completions"))
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent("""{"synthetic":{"tokens":10,"output_tokens":3}}""", Encoding.UTF8, "application/json"),
            };
            using HttpResponseMessage response = await http.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version));
        }

        using GrpcChannel channel = GrpcChannel.ForAddress(server.GrpcAddress, new GrpcChannelOptions { HttpHandler = Trusting(cert) });
        ChatCompletion reply = await new InferenceService.InferenceServiceClient(channel).CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2));
        Assert.Equal(("https", "https", "http", 2U), (server.HttpAddress.Scheme, server.GrpcAddress.Scheme, server.ControlAddress.Scheme, reply.Usage.CompletionTokens));
        Expected = new LedgerCounts { Completed = 3 };
    }

    [Fact]
    public async Task Where_clients_must_show_a_certificate_only_those_of_the_authority_get_in()
    {
        (string cert, string key) = Certificate("server");
        (string known, string knownKey) = Certificate("known");
        (string stranger, string strangerKey) = Certificate("stranger");
        EmulatorServer server = await StartAsync($"--tls-cert {cert} --tls-key {key} --ssl-cert-reqs 2 --ssl-ca-certs {known}");

        Assert.Equal(HttpStatusCode.OK, await HealthAsync(server, Trusting(cert, known, knownKey)));
        await Assert.ThrowsAsync<HttpRequestException>(() => HealthAsync(server, Trusting(cert, stranger, strangerKey)));
        await Assert.ThrowsAsync<HttpRequestException>(() => HealthAsync(server, Trusting(cert)));
    }

    [Fact]
    public async Task A_process_rehearses_with_its_certificate()
    {
        (string cert, string key) = Certificate("server");
        ServerOptions options = new() { TlsCert = cert, TlsKey = key };

        await Rehearsal.RunAsync(options, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidConfigurationException>(() => Rehearsal.RunAsync(options with { TlsCert = $"{cert}.not" }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_one_sentence_and_exit_code_2()
    {
        (string cert, string _) = Certificate("one");
        (string _, string otherKey) = Certificate("other");
        string text = _folder.Write("text.pem", "no certificate at all");
        string absent = _folder.PathOf("absent.pem");

        foreach ((string certificate, string key, string beginning) in new[]
        {
            (cert, otherKey, $"tls-key is '{otherKey}', which cannot be used: "),
            (text, otherKey, $"tls-cert is '{text}', which cannot be used: it holds no certificate; "),
            (absent, otherKey, $"tls-cert '{absent}' cannot be read: "),
            (cert, absent, $"tls-key '{absent}' cannot be read: "),
        })
        {
            InvalidConfigurationException problem = await Assert.ThrowsAsync<InvalidConfigurationException>(() => StartAsync($"--tls-cert {certificate} --tls-key {key}"));
            Assert.StartsWith(beginning, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message);
        }

        using ToolProcess process = ToolProcess.Emulator("serve", "--tls-cert", cert, "--http-port", "0", "--grpc-port", "0", "--admin-grpc-port", "0");
        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal(ExitCode.BadUsage, exitCode);
        Assert.StartsWith($"tls-cert is '{cert}', which cannot be used: ", error, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> HealthAsync(EmulatorServer server, SocketsHttpHandler handler)
    {
        using HttpClient http = new(handler);
        using HttpResponseMessage response = await http.GetAsync(new Uri(server.HttpAddress, "health"));
        return response.StatusCode;
    }

    private static SocketsHttpHandler Trusting(string serverCertificate, string? own = null, string? ownKey = null)
    {
        using X509Certificate2 expected = X509CertificateLoader.LoadCertificateFromFile(serverCertificate);
        string thumbprint = expected.Thumbprint;
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = own is null ? null : [X509Certificate2.CreateFromPemFile(own, ownKey)],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == thumbprint,
            },
        };
    }

    private (string Certificate, string Key) Certificate(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (_folder.Write($"{name}.pem", certificate.ExportCertificatePem()), _folder.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }
}
