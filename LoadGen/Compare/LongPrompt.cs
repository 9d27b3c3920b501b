using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Inference.V1;
using LoadGen.Live;
using LoadGen.Report;

namespace LoadGen.Compare;

/// <summary>The founding study's long prompt, sent over the wire: it streams where prompts may be cut into chunks, and is refused where a step must hold all of it.</summary>
public static class LongPrompt
{
    private const int OutputTokens = 16;

    /// <summary>Sends it.</summary>
    /// <returns>What came back, in words; null when it was cancelled first.</returns>
    public static async Task<string?> SendAsync(GrpcTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        CreateCompletionRequest request = new()
        {
            Model = target.Model.Id,
            MaxTokens = OutputTokens,
            Synthetic = new SyntheticPrompt { Tokens = ServedReport.LongPromptTokens, OutputTokens = OutputTokens },
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
        catch (Exception problem) when (cancellation.IsCancellationRequested && problem is RpcException or OperationCanceledException)
        {
            return null;
        }
        catch (RpcException error)
        {
            string reason = error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Metadata.GetValueOrDefault("reason") ?? error.StatusCode.ToString();
            return $"{NameOf(error.StatusCode)} / {reason}: {error.Status.Detail}";
        }
    }

    // As the protocol spells it: INVALID_ARGUMENT.
    private static string NameOf(StatusCode code) =>
        string.Concat(code.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString()));
}
