namespace Emulator.Api.OpenAi;

/// <summary>What a body asks for.</summary>
/// <param name="Requests">One request for each answer.</param>
/// <param name="Shape">How the answers are written.</param>
internal sealed record Call(IReadOnlyList<GenerationRequest> Requests, ReplyShape Shape);
