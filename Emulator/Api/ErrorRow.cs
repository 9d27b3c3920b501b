using Grpc.Core;

namespace Emulator.Api;

/// <summary>What one kind of refusal looks like on the wire.</summary>
/// <param name="Grpc">Its gRPC status.</param>
/// <param name="Http">Its HTTP status.</param>
/// <param name="VllmType">The <c>type</c> in the HTTP body, as vLLM names it.</param>
/// <param name="OpenAiType">The same as OpenAI names it.</param>
/// <param name="OpenAiCode">The <c>code</c> as OpenAI names it; null = it has none. vLLM's is the HTTP status.</param>
/// <param name="IsWorthRetrying">Whether the same request may succeed a little later; then the error says how much later.</param>
internal sealed record ErrorRow(StatusCode Grpc, int Http, string VllmType, string OpenAiType, string? OpenAiCode, bool IsWorthRetrying = false);
