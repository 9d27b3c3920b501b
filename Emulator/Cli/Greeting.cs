using Emulator.Api;
using Emulator.Configuration;
using Emulator.Hardware;

namespace Emulator.Cli;

/// <summary>What <c>serve</c> says when it is ready: a word and its value a line.</summary>
internal static class Greeting
{
    /// <summary>The first line.</summary>
    /// <param name="list">What is served.</param>
    public static string Title(ReplicaList list)
    {
        string what = list.Replicas.Count == 1 ? $"preset {list.Replicas[0].Options.Preset}" : FormattableString.Invariant($"{list.Replicas.Count} replicas");
        return $"emulator {ProductVersion.Own} (follows vLLM {ProductVersion.Vllm}), {what}";
    }

    /// <summary>The lines of one server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="number">Which of several replicas it is; null = the only one.</param>
    public static string Of(EmulatorServer server, int? number)
    {
        EngineSetup setup = server.Setup;
        ServerOptions options = setup.Options;
        List<string> lines =
        [
            $"grpc     {server.GrpcAddress.GetLeftPart(UriPartial.Authority)}",
            $"http     {server.HttpAddress.GetLeftPart(UriPartial.Authority)}",
            $"control  {server.ControlAddress.GetLeftPart(UriPartial.Authority)}",
            FormattableString.Invariant($"model    {setup.ServedModelName}, context {setup.Blueprint.MaxModelLength} tokens"),
            FormattableString.Invariant($"gpu      {options.TensorParallelSize} x {GpuCatalogue.Describe(setup.Gpu)}"),
            FormattableString.Invariant($"kv       {setup.KvBlocks} blocks of {options.BlockSize} tokens"),
            FormattableString.Invariant($"budget   {setup.Blueprint.Scheduling.TokenBudget} tokens a step, up to {options.MaxNumSeqs} requests{TargetOf(setup)}"),
            FormattableString.Invariant($"time     {(options.TimeScale > 0 ? FormattableString.Invariant($"{options.TimeScale} s of wall time a model second") : "the engine never waits")}"),
        ];
        if (number is { } one)
        {
            lines.Insert(0, FormattableString.Invariant($"replica  {one}, preset {options.Preset}"));
        }

        if (options.Latency is not null)
        {
            lines.Add($"latency  constant, {options.Show("latency")}: the GPU defines memory, not time");
        }

        if (setup.Blueprint.IngestDelay != default)
        {
            lines.Add($"ingest   {options.Show("ingest-delay")} a request and {options.Show("ingest-delay-per-token")} a prompt token before the scheduler");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string TargetOf(EngineSetup setup) =>
        setup.Blueprint.PrefillLimit is { } limit ? $", prefill limited to steps of {Quantity.Print(limit.Target)}" : "";
}
