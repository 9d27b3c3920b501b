using Emulator.Numerics;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>A request of vLLM's gRPC service, read.</summary>
/// <param name="Asked">What the engine is asked for.</param>
/// <param name="Prompt">The prompt's tokens.</param>
/// <param name="Response">What the client wants to see.</param>
internal sealed record VllmRequest(GenerationRequest Asked, uint[] Prompt, ResponseOptions Response)
{
    /// <summary>Probabilities of its tokens: the same for the same prompt and seed.</summary>
    public TokenOdds Odds { get; } = new(Prompt.Aggregate(Asked.Seed ?? 0, (seed, token) => SplitMix64.Mix(seed ^ token)));
}
