using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>A request of vLLM's gRPC service, read.</summary>
/// <param name="Asked">What the engine is asked for.</param>
/// <param name="Prompt">The prompt's tokens.</param>
/// <param name="Rule">What ends the answer.</param>
/// <param name="Stop">Where it does; null = nowhere within its length.</param>
/// <param name="Response">What the client wants to see.</param>
internal sealed record VllmRequest(GenerationRequest Asked, uint[] Prompt, StopRule Rule, StopPoint? Stop, ResponseOptions Response);
