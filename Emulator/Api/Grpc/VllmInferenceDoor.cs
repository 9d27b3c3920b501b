using Emulator.Admission;
using Grpc.Core;
using Telemetry.Names;
using Vllm;

namespace Emulator.Api.Grpc;

/// <summary>vLLM's own gRPC service: translates between its messages and requests, and decides nothing.</summary>
/// <param name="reception">Where requests arrive.</param>
/// <param name="abortsDroppedStreams">Whether a request is given up when its client has gone; otherwise it runs to its end, and is counted as it ends.</param>
[BindServiceMethod(typeof(VllmInferenceBinding), nameof(VllmInferenceBinding.BindService))]
internal sealed class VllmInferenceDoor(Reception reception, bool abortsDroppedStreams) : Vllm.Inference.InferenceBase
{
    private readonly CallGuard _guard = new(reception);

    public override async Task<GenerateResponse> Generate(GenerateRequest request, ServerCallContext context)
    {
        VllmOutput? output = null;
        Answer? whole = null;
        int tokens = 0;
        Refusal? aborted = await RunAsync(
            request,
            read => output = new VllmOutput(read),
            (answer, span) =>
            {
                whole = answer;
                tokens = span.First + span.Count;
                return Task.CompletedTask;
            },
            context);
        GenerateResponse response = aborted is null ? output!.Next(whole!, new TokenSpan(0, tokens, IsLast: true)) : output!.Aborted(whole, new TokenSpan(0, tokens, IsLast: false));
        response.PromptInfo = output.Prompt();
        return response;
    }

    public override async Task GenerateStream(GenerateRequest request, IServerStreamWriter<GenerateResponse> responseStream, ServerCallContext context)
    {
        // What a token takes is less than what gzip would put around it.
        responseStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        VllmOutput? output = null;
        int sent = 0;
        Refusal? aborted = await RunAsync(
            request,
            read => output = new VllmOutput(read),
            async (answer, span) =>
            {
                if (span.First == 0)
                {
                    await responseStream.WriteAsync(new GenerateResponse { PromptInfo = output!.Prompt() });
                }

                await responseStream.WriteAsync(output!.Next(answer, span));
                sent = span.First + span.Count;
            },
            context);
        if (aborted is not null && !context.CancellationToken.IsCancellationRequested)
        {
            if (sent == 0)
            {
                await responseStream.WriteAsync(new GenerateResponse { PromptInfo = output!.Prompt() });
            }

            await responseStream.WriteAsync(output!.Aborted(answer: null, new TokenSpan(sent, 0, IsLast: true)));
        }
    }

    /// <summary>Takes a request through.</summary>
    /// <returns>Its abort, which vLLM reports as the end of an answer and not as an error; null when it was answered.</returns>
    /// <exception cref="RpcException">It was refused, or failed.</exception>
    private async Task<Refusal?> RunAsync(GenerateRequest message, Action<VllmRequest> read, Func<Answer, TokenSpan, Task> write, ServerCallContext context)
    {
        Refusal? refusal = await RequestLifetime.RunAsync(
            reception,
            () =>
            {
                _guard.CheckKey(context);
                VllmRequest request = VllmRequestReader.Read(message, name => CallGuard.HeaderOf(context, name), reception);
                read(request);
                return ValueTask.FromResult(request.Asked);
            },
            abortsDroppedStreams ? write : (answer, span) => WriteUnlessGoneAsync(write, answer, span, context.CancellationToken),
            CallGuard.OriginOf(context, Operations.TextCompletion),
            abortsDroppedStreams ? CallGuard.PatienceOf(context) : new ClientPatience(CancellationToken.None));
        return refusal is null or { Code: RefusalCode.Aborted } ? refusal : throw _guard.ErrorOf(refusal);
    }

    private static async Task WriteUnlessGoneAsync(Func<Answer, TokenSpan, Task> write, Answer answer, TokenSpan span, CancellationToken gone)
    {
        if (gone.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await write(answer, span);
        }
        catch (Exception) when (gone.IsCancellationRequested)
        {
            // Nobody reads any more; the request goes on.
        }
    }
}
