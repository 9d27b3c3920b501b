using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Emulator;
using Emulator.Api;
using Emulator.Cli;
using Emulator.Engine;
using Emulator.Hardware;
using Grpc.Core;
using Grpc.Net.Client;
using Inference.V1;
using Tests.Integration.Grpc;

namespace Tests.Integration.Cli;

/// <summary><c>serve</c> as a user runs it: a process, its words and its exit code.</summary>
public sealed class ServeProcessTests : ServerTests
{
    [Theory]
    [InlineData("--grpc-port")]
    [InlineData("--http-port")]
    [InlineData("--admin-grpc-port")]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_2_and_nobody_is_greeted(string option)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Dictionary<string, string> ports = new() { ["--grpc-port"] = "0", ["--http-port"] = "0", ["--admin-grpc-port"] = "0", [option] = $"{port}" };

        using ToolProcess process = ToolProcess.Emulator(["serve", .. ports.SelectMany(pair => new[] { pair.Key, pair.Value })]);

        Assert.Equal((ExitCode.BadUsage, $"{option[2..]} is {port}, which another program uses on 127.0.0.1; allowed are free ports, and 0 for any of them.\n"), await process.EndAsync());
        Assert.Equal("", await process.RestAsync());
    }

    [Fact]
    public async Task A_host_without_an_address_is_one_sentence_and_exit_code_2()
    {
        using ToolProcess process = ToolProcess.Emulator("serve", "--host", "no-such-host.invalid", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");

        Assert.Equal((ExitCode.BadUsage, "host is 'no-such-host.invalid', a name without an address; allowed are IP addresses, localhost and names of hosts.\n"), await process.EndAsync());
    }

    /// <summary>In capitals it is a name like any other, which the operating system is asked for.</summary>
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    public async Task A_host_may_be_named(string name)
    {
        await using EmulatorServer server = await EmulatorServer.StartAsync(ConfigurationOf($"--host {name}"));

        Assert.Equal("127.0.0.1", server.HttpAddress.Host);
        Assert.NotEqual(0, server.HttpAddress.Port);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_one_sentence_and_exit_code_4()
    {
        string path = Path.Combine(Path.GetTempPath(), "no such folder", "journal");

        using ToolProcess process = ToolProcess.Emulator("serve", "--journal", path, "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");

        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal(ExitCode.OutputFailed, exitCode);
        Assert.StartsWith($"journal is '{path}', which cannot be written: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        await Assert.ThrowsAsync<OutputFailedException>(() => EmulatorServer.StartAsync(ConfigurationOf("--journal /no-such-folder/journal")));
    }

    [Fact]
    public async Task A_journal_that_breaks_off_ends_the_server_with_one_sentence_and_exit_code_4()
    {
        string pipe = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        try
        {
            using ToolProcess process = ToolProcess.Emulator("serve", "--journal", pipe, "--time-scale", "0", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
            using (StreamReader reader = new(pipe))
            {
                Assert.StartsWith("{\"journal\":1", await reader.ReadLineAsync(), StringComparison.Ordinal);
            }

            using GrpcChannel channel = GrpcChannel.ForAddress(await process.LineAsync("grpc"));
            await new InferenceService.InferenceServiceClient(channel).CreateChatCompletionAsync(GrpcClient.Synthetic(10, 2));

            (int exitCode, string error) = await process.EndAsync();
            Assert.Equal(ExitCode.OutputFailed, exitCode);
            Assert.StartsWith($"journal is '{pipe}', which cannot be written any further: ", error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(pipe);
        }
    }

    [Fact]
    public async Task A_process_that_has_rehearsed_begins_as_if_it_had_not()
    {
        using TemporaryFolder folder = new();
        string journal = folder.PathOf("journal");
        Expected = new LedgerCounts { Completed = 1 };
        EmulatorServer unrehearsed = await StartAsync();
        using ToolProcess process = ToolProcess.Emulator("serve", "--time-scale", "0", "--journal", journal, "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
        Uri rehearsed = new(await process.LineAsync("http"));
        using HttpClient client = new();

        Assert.Equal(await CountsAsync(unrehearsed.HttpAddress), await CountsAsync(rehearsed));
        Assert.Equal(await AnswerAsync(unrehearsed.HttpAddress), await AnswerAsync(rehearsed));
        Assert.Equal(await CountsAsync(unrehearsed.HttpAddress), await CountsAsync(rehearsed));
        process.Signal("TERM");
        await process.EndAsync();
        Assert.Equal(["journal", "add", "step", "end"], (await File.ReadAllLinesAsync(journal)).Select(line => line.Split('"')[1]));

        // How often each thing happened; how long it took, when, and what the process holds differ.
        async Task<string[]> CountsAsync(Uri server) =>
        [
            .. (await client.GetStringAsync(new Uri(server, "metrics"))).Split('\n').Where(line =>
                line.Split('{', ' ')[0] is var name && (name.EndsWith("_total", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal)) && !name.StartsWith("process", StringComparison.Ordinal)),
        ];

        async Task<string> AnswerAsync(Uri server)
        {
            using HttpResponseMessage reply = await client.PostAsync(new Uri(server, "v1/completions"), new StringContent("""{"prompt":"Hi","max_tokens":2}""", mediaType: new("application/json")));
            using JsonDocument answer = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            return $"{answer.RootElement.GetProperty("id")} {answer.RootElement.GetProperty("choices")}";
        }
    }

    [Fact]
    public async Task A_control_call_can_end_the_process_with_exit_code_0()
    {
        using ToolProcess process = ToolProcess.Emulator("serve", "--time-scale", "0", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
        using VllmClient client = new(new Uri(await process.LineAsync("grpc")));

        await client.Inference.GenerateAsync(VllmClient.Sized(10, 2));
        await client.Control.ShutdownAsync(new Vllm.ShutdownRequest());

        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal((ExitCode.Done, "stopped"), (exitCode, error.TrimEnd().Split('\n')[^1]));
    }

    [Fact]
    public async Task A_control_call_ends_one_of_several_replicas_and_the_process_goes_on_until_the_last()
    {
        using ToolProcess process = ToolProcess.Emulator("serve", "--replicas", "2", "--one-http-port", "--time-scale", "0", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
        Assert.StartsWith("0, preset", await process.LineAsync("replica"), StringComparison.Ordinal);
        using VllmClient first = new(new Uri(await process.LineAsync("grpc")));
        Uri http = new(await process.LineAsync("http"));
        using VllmClient second = new(new Uri(await process.LineAsync("grpc")));
        Assert.Equal(http, new Uri(await process.LineAsync("http")));

        await first.Control.ShutdownAsync(new Vllm.ShutdownRequest());
        using HttpClient client = new();
        while (await IsThereAsync(first))
        {
            await Task.Delay(10);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(http, "health"))).StatusCode);

        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage reply = await client.PostAsync(new Uri(http, "v1/completions"), new StringContent("""{"prompt":"Hi","max_tokens":2}""", mediaType: new("application/json")));
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        }

        await second.Control.ShutdownAsync(new Vllm.ShutdownRequest());
        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal((ExitCode.Done, "stopped"), (exitCode, error.TrimEnd().Split('\n')[^1]));
    }

    private static async Task<bool> IsThereAsync(VllmClient client)
    {
        try
        {
            await client.Control.GetServerInfoAsync(new Vllm.GetServerInfoRequest());
            return true;
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.Unavailable)
        {
            return false;
        }
    }

    [Fact]
    public async Task Sigterm_drains_the_process_and_it_ends_with_exit_code_0()
    {
        using ToolProcess process = ToolProcess.Emulator("serve", "--preset", "seed-tp8", "--time-scale", "0.1", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0", "--shutdown-timeout", "30");
        using GrpcChannel channel = GrpcChannel.ForAddress(await process.LineAsync("grpc"));
        Assert.Contains("uncalibrated: the study's textbook device", await process.LineAsync("gpu"), StringComparison.Ordinal);
        InferenceService.InferenceServiceClient client = new(channel);

        using AsyncServerStreamingCall<CompletionChunk> call = client.StreamChatCompletion(GrpcClient.Synthetic(100, 2_000));
        Assert.NotNull(await GrpcClient.NextOf(call));
        process.Signal("TERM");
        List<CompletionChunk> rest = await GrpcClient.AllOf(call);

        Assert.Equal(2_000U, rest[^1].Usage.CompletionTokens);
        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal((ExitCode.Done, $"{GpuCatalogue.Warning(GpuCatalogue.Find("GH200-576"))}\ndraining 1 request for up to 30 s\nstopped\n"), (exitCode, error));
    }

    [Fact]
    public async Task Sigterm_leaves_time_where_the_server_that_is_passed_for_does()
    {
        using ToolProcess process = ToolProcess.Emulator("serve", "--behave-as", "openai", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
        await process.LineAsync("http");

        process.Signal("TERM");

        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal(ExitCode.Done, exitCode);
        Assert.EndsWith("draining 0 requests for up to 30 s\nstopped\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_ends_what_is_inside_at_once_where_no_time_is_given_as_in_vllm()
    {
        using ToolProcess process = ToolProcess.Emulator("serve", "--grpc-port", "0", "--http-port", "0", "--admin-grpc-port", "0");
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(new Uri(await process.LineAsync("http")), "v1/completions"))
        {
            Content = new StringContent("""{"prompt":"Hi","max_tokens":100000,"ignore_eos":true,"stream":true}""", mediaType: new("application/json")),
        };
        using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        process.Signal("TERM");

        Assert.Contains("\"error\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        (int exitCode, string error) = await process.EndAsync();
        Assert.Equal(ExitCode.Done, exitCode);
        Assert.EndsWith("draining 1 request for up to 0 s\nstopped\n", error, StringComparison.Ordinal);
    }
}
