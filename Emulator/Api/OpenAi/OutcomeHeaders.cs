using Emulator.Admission;
using Emulator.Engine;

namespace Emulator.Api.OpenAi;

/// <summary>This server's own headers of refusals, for those who ask for them by <c>outcome-headers</c>: how its books count them. No real server has them.</summary>
internal static class OutcomeHeaders
{
    /// <summary>Middleware around all paths.</summary>
    public static Task AddAsync(HttpContext context, RequestDelegate handle)
    {
        context.Response.OnStarting(() =>
        {
            if (context.Features.Get<Refusal>() is { } refusal)
            {
                context.Response.Headers["x-outcome"] = OutcomeName.Of(refusal.Outcome);
                context.Response.Headers["x-outcome-reason"] = refusal.Reason;
            }

            return Task.CompletedTask;
        });
        return handle(context);
    }
}
