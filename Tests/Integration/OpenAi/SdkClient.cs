using System.ClientModel;
using System.ClientModel.Primitives;
using Emulator.Api;
using OpenAI;

namespace Tests.Integration.OpenAi;

/// <summary>OpenAI's own client library, as it comes, pointed at a server.</summary>
internal static class SdkClient
{
    public static OpenAIClient Of(EmulatorServer server, string key = "any") => Of(server.HttpAddress, key);

    /// <summary>One that asks again when it is turned away, as the library does by itself, and whose every try is seen.</summary>
    public static OpenAIClient Of(EmulatorServer server, int maxRetries, SeenTries seen)
    {
        OpenAIClientOptions options = new() { Endpoint = new Uri(server.HttpAddress, "v1"), RetryPolicy = new ClientRetryPolicy(maxRetries) };
        options.AddPolicy(seen, PipelinePosition.PerTry);
        return new OpenAIClient(new ApiKeyCredential("any"), options);
    }

    private static OpenAIClient Of(Uri address, string key)
    {
        OpenAIClientOptions options = new() { Endpoint = new Uri(address, "v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        return new OpenAIClient(new ApiKeyCredential(key), options);
    }
}
