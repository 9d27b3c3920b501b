using Emulator.Api;
using Emulator.Engine;
using Inference.V1;

namespace Tests.Integration.Grpc;

/// <summary>A server whose latencies are given, over the wire.</summary>
public sealed class ConstantLatencyTests : ServerTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    public async Task An_idle_server_answers_with_exactly_the_latencies_asked_for(uint prompt)
    {
        EmulatorServer server = await StartAsync("--latency ttft=200ms,itl=20ms");
        using GrpcClient client = new(server);

        ChatCompletion completion = await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(prompt, 11));

        Timing timing = completion.Timing;
        Assert.Equal(TimeSpan.FromMilliseconds(200), timing.Queue.ToTimeSpan() + timing.Prefill.ToTimeSpan());
        Assert.Equal(TimeSpan.FromMilliseconds(200), timing.Decode.ToTimeSpan());
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task The_control_service_says_that_latencies_are_given_and_that_all_step_time_is_overhead()
    {
        EmulatorServer server = await StartAsync("--latency ttft=200ms,itl=20ms");
        using GrpcClient client = new(server);
        await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(100, 5));

        ServerState state = await client.Control.GetStateAsync(new GetStateRequest());
        ServerConfig config = await client.Control.GetConfigAsync(new GetConfigRequest());

        Assert.Equal("ttft=200ms,itl=20ms", config.Settings.Single(setting => setting.Key == "latency").Value);
        Assert.Equal(0.1, state.StepCostTotal.OverheadSeconds, 9);
        Assert.Equal(0.1, state.StepSecondsTotal, 9);
        Assert.False(state.HasStepsOverTarget);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task The_control_service_counts_steps_over_a_target()
    {
        EmulatorServer server = await StartAsync("--budget-policy target-step --target-step 1ms");
        using GrpcClient client = new(server);
        await client.Inference.CreateChatCompletionAsync(GrpcClient.Synthetic(16, 5));

        ServerState state = await client.Control.GetStateAsync(new GetStateRequest());

        Assert.Equal((5UL, 5UL, 1UL), (state.Steps, state.StepsOverTarget, state.StepsOverTargetAtFloor));
        Expected = new LedgerCounts { Completed = 1 };
    }
}
