using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Benchmarks.Throughput;

namespace Benchmarks;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["throughput", .. var what])
        {
            return await ThroughputProgram.RunAsync(what);
        }

        // In this process: a project of its own for every benchmark takes minutes to build on two cores. The minimum stands beside the
        // mean because a machine that others use too only ever adds time.
        IConfig config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithIterationCount(7).WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumn(StatisticColumn.Min);
        foreach (Summary summary in BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config))
        {
            ScheduleCostPlot.WriteIfMeasured(summary);
        }

        return 0;
    }
}
