using System.Globalization;

namespace Benchmarks.Throughput;

/// <summary>Starts what is measured.</summary>
internal static class Servers
{
    /// <summary>The emulator, as <c>serve</c> starts it.</summary>
    /// <param name="options">Options besides free ports.</param>
    public static Task<ServerProcess> EmulatorAsync(string options) =>
        ServerProcess.StartAsync(typeof(Emulator.Api.EmulatorServer).Assembly.Location, $"serve --http-port 0 --grpc-port 0 --admin-grpc-port 0 {options}");

    /// <summary>The bare endpoint, which gives an answer that an emulator gave first, a token at a time.</summary>
    public static async Task<ServerProcess> BareAsync(int tokens, int milliseconds)
    {
        string recording = Path.GetTempFileName();
        using (ServerProcess emulator = await EmulatorAsync("--latency ttft=5ms,itl=5ms"))
        {
            do
            {
                await Recording.WriteAsync(emulator.Address, Answers.BodyOf(tokens), recording);
            }
            while (Recording.Read(recording).Length != tokens);
        }

        return await ServerProcess.StartAsync(typeof(Servers).Assembly.Location, string.Create(CultureInfo.InvariantCulture, $"throughput bare {recording} {milliseconds}"));
    }
}
