using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Inference.V1;
using LoadGen.Live;

namespace LoadGen.Compare;

/// <summary>The founding study's long prompt, sent over the wire: it streams where prompts may be cut into chunks, and is refused where a step must hold all of it.</summary>
public static class LongPrompt
{
    /// <summary>Tokens of the prompt.</summary>
    public const int Tokens = 12_510;

    private const int OutputTokens = 16;

    /// <summary>Sends it.</summary>
    /// <returns>What came back, in words.</returns>
    public static async Task<string> SendAsync(GrpcTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        CreateCompletionRequest request = new()
        {
            Model = target.Model.Id,
            MaxTokens = OutputTokens,
            Synthetic = new SyntheticPrompt { Tokens = Tokens, OutputTokens = OutputTokens },
        };
        try
        {
            int chunks = 0;
            uint tokens = 0;
            Timing? timing = null;
            using AsyncServerStreamingCall<CompletionChunk> call = target.Inference.StreamCompletion(request, target.Headers, cancellationToken: cancellation);
            await foreach (CompletionChunk chunk in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                chunks++;
                tokens += chunk.Tokens;
                timing = chunk.Timing ?? timing;
            }

            double ttft = ((timing?.Queue?.ToTimeSpan() ?? TimeSpan.Zero) + (timing?.Prefill?.ToTimeSpan() ?? TimeSpan.Zero)).TotalSeconds;
            return string.Create(CultureInfo.InvariantCulture, $"streams {tokens} tokens in {chunks} messages, first after {ttft:F2} s (model time)");
        }
        catch (RpcException error) when (error.StatusCode != StatusCode.Cancelled)
        {
            string reason = error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Metadata.GetValueOrDefault("reason") ?? error.StatusCode.ToString();
            return $"{NameOf(error.StatusCode)} / {reason}: {error.Status.Detail}";
        }
    }

    // As the protocol spells it: INVALID_ARGUMENT.
    private static string NameOf(StatusCode code) =>
        string.Concat(code.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString()));
}
