using Emulator.Admission;
using Emulator.Configuration.Behaviour;
using Emulator.Engine;

namespace Emulator.Api.OpenAi;

/// <summary>Refuses requests whose headers are too many or too large, before anything else is read of them.</summary>
internal sealed class HeaderGuard(DoorLimits limits, ServerBehaviour behaviour)
{
    private static readonly Refusal s_tooLarge = new(Outcome.Invalid, RefusalCode.HeadersTooLarge, "The request's headers are too many or too large.");

    /// <summary>Middleware around all paths.</summary>
    public Task GuardAsync(HttpContext context, RequestDelegate handle) =>
        limits.IsHeaderTooLarge(context.Request) ? OpenAiError.WriteAsync(context.Response, s_tooLarge, behaviour, TimeSpan.Zero) : handle(context);
}
