using System.CommandLine;
using Emulator;
using Emulator.Cli;
using Emulator.Hardware;
using Grpc.Core;
using LoadGen.Live;
using LoadGen.Report;
using LoadGen.Report.Terminal;
using LoadGen.Schedule;

namespace LoadGen.Cli;

/// <summary><c>run</c>: real traffic to a server.</summary>
internal static class RunCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> target = new("--target", "-t") { Description = "The server: grpc://HOST:PORT.", HelpName = "URL", Required = true };
        Option<string?> protocol = new("--protocol") { Description = "How to speak to it: grpc. The target's scheme grpc:// says the same.", HelpName = "grpc" };
        Option<string?> model = new("--model", "-m") { Description = "The model to ask for. [the first that the server serves]", HelpName = "NAME" };
        Option<string?> apiKey = new("--api-key") { Description = "Sent as 'authorization: Bearer KEY'.", HelpName = "KEY" };
        Option<string[]> headers = new("--header") { Description = "Sent with every request: 'name: value'. May be repeated.", HelpName = "HEADER", DefaultValueFactory = _ => [] };
        Option<double?> timeScale = new("--time-scale") { Description = "Must equal the server's, from which it is learned anyway.", HelpName = "X" };
        Option<TimeSpan?> patience = QuantityOption.Duration("--wait-for-target", "How long to wait, wall time, for a target that does not answer yet. [not at all]");
        Option<bool> noLive = new("--no-live") { Description = "No progress display." };
        RunOptions options = new();
        OutputOptions output = new();
        Verb command = new("run", "Fires a load at a server and reports what came back.", "loadgen run --target grpc://127.0.0.1:50051 --workload heavy --rate-scale 0.1 --duration 60s") { Remarks = ArgumentSources.Remarks };
        command.Add("The server", target, protocol, model, apiKey, headers, timeScale, patience);
        options.AddTo(command);
        output.AddTo(command);
        command.Add("Results", noLive);
        command.SetAction(async (result, cancellation) =>
        {
            string address = result.GetValue(target)!;
            CheckProtocol(result.GetValue(protocol), address);
            Metadata metadata = HeadersOf(result.GetValue(headers)!, result.GetValue(apiKey));
            output.Check(result);
            IReadOnlyList<long> seeds = options.Seeds(result);
            LoadSchedule first = options.Schedule.ReadSchedule(result, seeds[0]);
            using GrpcTarget server = await GrpcTarget.ConnectAsync(address, result.GetValue(model), metadata, result.GetValue(patience) ?? TimeSpan.Zero, cancellation);
            CheckTimeScale(result.GetValue(timeScale), server, address);
            TextWriter error = result.InvocationConfiguration.Error;
            bool notes = !result.GetValue(output.Quiet);
            if (notes)
            {
                await error.WriteLineAsync(FormattableString.Invariant(
                    $"{address}: {server.Model.Id} on {server.Model.TensorParallelSize} x {server.Model.Gpu}{(server.Model.Calibrated ? string.Empty : " (uncalibrated)")}, time scale {server.Model.TimeScale}, connected in {server.ConnectTime.TotalMilliseconds:F0} ms"));
            }

            output.Warn(result, server.Model.Calibrated || server.Model.Gpu.Length == 0 ? null : GpuCatalogue.Warning(server.Model.Gpu, server.Model.CalibrationNote));
            List<LiveReport> reports = [];
            foreach (long seed in seeds)
            {
                LoadSchedule schedule = seed == seeds[0] ? first : options.Schedule.ReadSchedule(result, seed);
                TimeSpan? window = options.Window(result, schedule);
                using LiveRun run = new(schedule, server, new LiveRunOptions
                {
                    Window = window,
                    CutAtWindow = result.GetValue(options.CutAtWindow),
                    DrainLimit = result.GetValue(options.DrainLimit),
                    Timeout = result.GetValue(options.Timeout),
                    RequestIdPrefix = $"{Environment.ProcessId:x}-{seed}-",
                });
                LiveResult measured = await LiveDisplay.ShowAsync("run", run, run.RunAsync(cancellation), window, error, notes && !result.GetValue(noLive));
                reports.Add(LiveReport.Of(measured, server, schedule, window, duration => options.Measured(result, duration), seed, result.GetValue(options.Schedule.RateScale), options.ReadSlo(result)));
                if (measured.Partial)
                {
                    break;
                }
            }

            return await FinishAsync(result, reports, output, options, cancellation);
        });
        return command;
    }

    private static async Task<int> FinishAsync(ParseResult result, List<LiveReport> reports, OutputOptions output, RunOptions options, CancellationToken cancellation)
    {
        if (!output.TakesStandardOutput(result))
        {
            foreach (LiveReport report in reports)
            {
                ConsoleReport.Write(ReportConsole.For(result.InvocationConfiguration.Output), report.Report);
            }
        }

        if (reports.Count == 1)
        {
            output.Write(result, reports[0].Report, reports[0].Result.Records.Select(record => record.Record));
        }
        else
        {
            output.Write(result, CompareReport.Of([.. reports.Select(report => report.Report)]), reports.SelectMany(report => report.Result.Records).Select(record => record.Record));
        }

        if (reports[^1].Result.TargetLost is string lost)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync(lost);
            return ExitCode.TargetLost;
        }

        bool sloFailed = reports.Any(report => report.Report.SloAttainment < result.GetValue(options.SloAttainment));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : sloFailed ? ExitCode.ThresholdFailed : ExitCode.Done;
    }

    private static void CheckProtocol(string? protocol, string address)
    {
        if (protocol is not (null or "grpc"))
        {
            throw new InvalidConfigurationException($"--protocol is '{protocol}'; allowed is grpc.");
        }

        if (protocol is null && !address.StartsWith("grpc://", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidConfigurationException($"--target is '{address}'; allowed are addresses such as grpc://127.0.0.1:50051, or others with --protocol grpc.");
        }
    }

    private static void CheckTimeScale(double? asked, GrpcTarget server, string address)
    {
        if (asked is { } scale && scale != server.Model.TimeScale)
        {
            throw new InvalidConfigurationException(FormattableString.Invariant($"--time-scale is {scale}, but {address} runs at {server.Model.TimeScale}; allowed is the server's, or leave the option out."));
        }
    }

    private static Metadata HeadersOf(string[] headers, string? apiKey)
    {
        Metadata metadata = [];
        foreach (string header in headers)
        {
            string[] sides = header.Split(':', 2, StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !IsName(sides[0]) || !IsValue(sides[1]))
            {
                throw new InvalidConfigurationException($"--header is '{header}'; allowed are headers such as 'x-tenant: red'.");
            }

            metadata.Add(sides[0].ToLowerInvariant(), sides[1]);
        }

        if (apiKey is not null)
        {
            if (!IsValue(apiKey))
            {
                throw new InvalidConfigurationException("--api-key is not usable; allowed are keys of printable ASCII.");
            }

            metadata.Add("authorization", $"Bearer {apiKey}");
        }

        return metadata;
    }

    // What gRPC allows as a header: a token of letters, digits, '-', '_' and '.'; a name that ends with "-bin" would be bytes.
    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !name.EndsWith("-bin", StringComparison.OrdinalIgnoreCase);

    private static bool IsValue(string value) => value.All(c => c is >= ' ' and <= '~');
}
