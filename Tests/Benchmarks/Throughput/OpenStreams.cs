using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>10,000 streams open at once: with 512 running and the others in the queue, with a limit, and all running; and what each costs in memory.</summary>
internal static class OpenStreams
{
    private const int Streams = 10_000;
    private const int Tokens = 20;
    private const int Running = 512;

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Streams} streams of {Tokens} tokens, open at once"));
        await QueueAsync();
        await RefuseAsync();
        await RunAllAsync();
    }

    // Paused, so that all of them wait, and are idle.
    private static async Task QueueAsync()
    {
        using ServerProcess server = await Servers.EmulatorAsync(string.Create(CultureInfo.InvariantCulture, $"--latency ttft=10ms,itl=10ms --max-num-seqs {Running} --server-dev-mode --enable-server-load-tracking"));
        await WarmUpAsync(server);
        await OrderAsync(server, "pause?mode=keep");
        long before = server.ResidentBytes;
        using Load load = await Load.StartAsync(server.Address, Answers.BodyOf(Tokens), Streams, Tokens);
        await WaitForLoadAsync(server, Streams);
        double idle = (server.ResidentBytes - before) / 1_024.0 / Streams;
        await OrderAsync(server, "resume");
        await load.EndAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Running} running, the others queued: {Whole(load)} answered in full, {idle:0.0} KiB of resident memory a stream while all wait"));
    }

    private static async Task RefuseAsync()
    {
        int limit = Streams / 2;
        using ServerProcess server = await Servers.EmulatorAsync(string.Create(CultureInfo.InvariantCulture, $"--latency ttft=10ms,itl=10ms --max-num-seqs {Running} --max-num-queued-reqs {limit} --server-dev-mode --enable-server-load-tracking"));
        await WarmUpAsync(server);
        await OrderAsync(server, "pause?mode=keep");
        using Load load = await Load.StartAsync(server.Address, Answers.BodyOf(Tokens), Streams, Tokens);
        while (load.Streams.Count(stream => stream.Status == 503) < Streams - limit)
        {
            await Task.Delay(50);
        }

        await OrderAsync(server, "resume");
        await load.EndAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  --max-num-queued-reqs {limit}: {Whole(load)} answered in full, {load.Streams.Count(stream => stream.Status == 503)} refused with 503"));
    }

    private static async Task RunAllAsync()
    {
        using ServerProcess server = await Servers.EmulatorAsync(string.Create(CultureInfo.InvariantCulture, $"--latency ttft=1s,itl=1s --max-num-seqs {Streams} --max-num-batched-tokens 65536 --num-gpu-blocks-override 100000 --server-dev-mode --enable-server-load-tracking"));
        await WarmUpAsync(server);
        long before = server.ResidentBytes;
        using Load load = await Load.StartAsync(server.Address, Answers.BodyOf(Tokens), Streams, Tokens);
        await load.ReachAsync(5);
        double active = (server.ResidentBytes - before) / 1_024.0 / Streams;
        await load.EndAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  all running, a token a second each: {Whole(load)} answered in full, {active:0.0} KiB of resident memory a stream"));
    }

    private static int Whole(Load load) => load.Streams.Count(stream => stream is { Status: 200, HasEnd: true });

    private static async Task WarmUpAsync(ServerProcess server)
    {
        using Load load = await Load.StartAsync(server.Address, Answers.BodyOf(3), 100, 3);
        await load.EndAsync();
    }

    private static async Task WaitForLoadAsync(ServerProcess server, int requests)
    {
        using HttpClient http = new();
        string all = string.Create(CultureInfo.InvariantCulture, $"{{\"server_load\":{requests}}}");
        while (await http.GetStringAsync(new Uri(server.Address, "load")) != all)
        {
            await Task.Delay(50);
        }
    }

    private static async Task OrderAsync(ServerProcess server, string path)
    {
        using HttpClient http = new();
        using HttpResponseMessage response = await http.PostAsync(new Uri(server.Address, path), content: null);
        response.EnsureSuccessStatusCode();
    }
}
