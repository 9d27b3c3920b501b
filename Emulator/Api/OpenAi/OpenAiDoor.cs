namespace Emulator.Api.OpenAi;

/// <summary>The HTTP door, in the shape of OpenAI's API: translates, and decides nothing.</summary>
internal sealed class OpenAiDoor(Reception reception)
{
    /// <summary>Maps the door's paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => Results.StatusCode(reception.Gate.IsDraining || reception.Engine.Ended.IsCompleted ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK));
    }
}
