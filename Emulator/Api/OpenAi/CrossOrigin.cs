using Emulator.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Emulator.Api.OpenAi;

/// <summary>Which web pages may use the HTTP door: by default, as in vLLM, all of them.</summary>
internal static class CrossOrigin
{
    private const string Any = "*";

    /// <summary>The rules that the options give.</summary>
    public static CorsPolicy PolicyOf(ServerOptions options)
    {
        CorsPolicyBuilder policy = new();
        policy.SetPreflightMaxAge(TimeSpan.FromSeconds(600));
        _ = options.AllowedMethods switch
        {
            null => policy,
            var methods when methods.Contains(Any) => policy.AllowAnyMethod(),
            var methods => policy.WithMethods([.. methods]),
        };
        _ = options.AllowedHeaders switch
        {
            null => policy,
            var headers when headers.Contains(Any) => policy.AllowAnyHeader(),
            var headers => policy.WithHeaders([.. headers]),
        };

        // Any origin together with credentials means the origin that asks, by name.
        _ = options.AllowedOrigins switch
        {
            null => policy,
            var origins when origins.Contains(Any) => options.AllowCredentials ? policy.SetIsOriginAllowed(_ => true) : policy.AllowAnyOrigin(),
            var origins => policy.WithOrigins([.. origins]),
        };
        return (options.AllowCredentials ? policy.AllowCredentials() : policy).Build();
    }
}
