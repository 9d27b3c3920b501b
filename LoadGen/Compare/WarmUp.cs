using Grpc.Core;
using Inference.V1;
using LoadGen.Live;

namespace LoadGen.Compare;

/// <summary>
/// A few short requests before a measured run. The first calls of a process compile code, open connections and fill pools: tens of
/// milliseconds of wall time that at a small time scale are hundreds of model time, and that no server owes.
/// </summary>
internal static class WarmUp
{
    private const int Rounds = 12;
    private const int AtOnce = 8;
    private const int PromptTokens = 64;
    private const int OutputTokens = 8;

    public static async Task RunAsync(GrpcTarget target, CancellationToken cancellation)
    {
        for (int round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => SendAsync(target, cancellation))).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(GrpcTarget target, CancellationToken cancellation)
    {
        CreateCompletionRequest request = new()
        {
            Model = target.Model.Id,
            MaxTokens = OutputTokens,
            Synthetic = new SyntheticPrompt { Tokens = PromptTokens, OutputTokens = OutputTokens },
        };
        using AsyncServerStreamingCall<CompletionChunk> call = target.Inference.StreamCompletion(request, target.Headers, cancellationToken: cancellation);
        while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
        }
    }
}
