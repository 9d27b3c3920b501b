using Emulator.Admission;
using Emulator.Content;
using Grpc.Core;
using Inference.V1;
using Telemetry.Names;

namespace Emulator.Api.Grpc;

/// <summary>The gRPC door: translates between messages and requests, and decides nothing.</summary>
internal sealed class InferenceDoor(Reception reception, int controlPort) : InferenceService.InferenceServiceBase
{
    private const string ChatPrefix = "chatcmpl-";
    private const string TextPrefix = "cmpl-";

    private readonly CallGuard _guard = new(reception);

    public override async Task<ChatCompletion> CreateChatCompletion(CreateChatCompletionRequest request, ServerCallContext context)
    {
        Answer answer = await WholeAsync(Operations.Chat, () => RequestReader.Read(request, name => CallGuard.HeaderOf(context, name), reception), context);
        return new ChatCompletion
        {
            Id = ChatPrefix + answer.Request.Id,
            Created = answer.ReceivedAt.ToUnixTimeSeconds(),
            Model = reception.Setup.ServedModelName,
            Choices =
            {
                new ChatChoice { Message = new ChatMessage { Role = "assistant", Content = answer.Text.Text(0, answer.Length) }, FinishReason = Replies.FinishReasonOf(answer) },
            },
            Usage = Replies.UsageOf(answer),
            Timing = Replies.TimingOf(answer.Request),
        };
    }

    public override async Task<Completion> CreateCompletion(CreateCompletionRequest request, ServerCallContext context)
    {
        Answer answer = await WholeAsync(Operations.TextCompletion, () => RequestReader.Read(request, name => CallGuard.HeaderOf(context, name), reception), context);
        return new Completion
        {
            Id = TextPrefix + answer.Request.Id,
            Created = answer.ReceivedAt.ToUnixTimeSeconds(),
            Model = reception.Setup.ServedModelName,
            Choices = { new CompletionChoice { Text = answer.Text.Text(0, answer.Length), FinishReason = Replies.FinishReasonOf(answer) } },
            Usage = Replies.UsageOf(answer),
            Timing = Replies.TimingOf(answer.Request),
        };
    }

    public override Task StreamChatCompletion(CreateChatCompletionRequest request, IServerStreamWriter<CompletionChunk> responseStream, ServerCallContext context) =>
        StreamAsync(Operations.Chat, ChatPrefix, () => RequestReader.Read(request, name => CallGuard.HeaderOf(context, name), reception), responseStream, context);

    public override Task StreamCompletion(CreateCompletionRequest request, IServerStreamWriter<CompletionChunk> responseStream, ServerCallContext context) =>
        StreamAsync(Operations.TextCompletion, TextPrefix, () => RequestReader.Read(request, name => CallGuard.HeaderOf(context, name), reception), responseStream, context);

    public override Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context) =>
        Task.FromResult(_guard.Answer(context, () => new ListModelsResponse { Models = { Replies.ModelOf(reception, controlPort) } }));

    public override Task<ModelInfo> GetModel(GetModelRequest request, ServerCallContext context) => Task.FromResult(_guard.Answer(context, () =>
    {
        reception.CheckModel(request.Model);
        return Replies.ModelOf(reception, controlPort);
    }));

    public override Task<TokenizeResponse> Tokenize(TokenizeRequest request, ServerCallContext context) => Task.FromResult(_guard.Answer(context, () =>
    {
        if ((request.Prompt.Length > 0) == (request.Messages.Count > 0))
        {
            throw ErrorTable.Invalid("prompt", "exactly one of prompt and messages must be given.");
        }

        (string Role, string Content)[] turns = RequestReader.Turns(request.Messages);
        TextPrompt.CheckRoles(turns);
        PromptTokenizer.StopWhen(context.CancellationToken);
        string[] texts = turns.Length > 0 ? [.. turns.Select(turn => turn.Content)] : [request.Prompt];
        uint[] tokens = [.. texts.SelectMany(reception.Tokenizer.Encode).Select(token => (uint)token)];
        return new TokenizeResponse
        {
            Count = (uint)(turns.Length > 0 ? reception.Tokenizer.CountChat(turns) : tokens.Length),
            MaxModelLen = (uint)reception.Setup.Blueprint.MaxModelLength,
            Tokens = { tokens },
        };
    }));

    public override Task<DetokenizeResponse> Detokenize(DetokenizeRequest request, ServerCallContext context) => Task.FromResult(_guard.Answer(context, () =>
        request.Tokens.Any(token => token >= reception.VocabularySize)
            ? throw ErrorTable.Invalid("tokens", "tokens holds an id that is not in the vocabulary; allowed are ids that Tokenize gives.")
            : new DetokenizeResponse { Prompt = reception.Tokenizer.Decode([.. request.Tokens.Select(token => (int)token)]) }));

    private async Task<Answer> WholeAsync(string operation, Func<GenerationRequest> read, ServerCallContext context)
    {
        Answer? whole = null;
        await RunAsync(
            operation,
            read,
            (answer, span) =>
            {
                whole = answer;
                return Task.CompletedTask;
            },
            context);
        return whole!;
    }

    private Task StreamAsync(string operation, string idPrefix, Func<GenerationRequest> read, IServerStreamWriter<CompletionChunk> stream, ServerCallContext context)
    {
        // What a token takes is less than what gzip would put around it.
        stream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);

        // One message for all chunks, filled anew: the last has been sent, and is bytes, when the next one comes.
        CompletionChunk chunk = new();
        return RunAsync(operation, read, WriteAsync, context);

        Task WriteAsync(Answer answer, TokenSpan span)
        {
            (chunk.TokenIndex, chunk.Tokens, chunk.Text) = ((uint)span.First, (uint)span.Count, answer.Text.Text(span.First, span.Count));
            bool isFirst = span.First == 0;
            chunk.Id = isFirst ? idPrefix + answer.Request.Id : "";
            chunk.Created = isFirst ? answer.ReceivedAt.ToUnixTimeSeconds() : 0;
            chunk.Model = isFirst ? reception.Setup.ServedModelName : "";

            if (span.IsLast)
            {
                chunk.FinishReason = Replies.FinishReasonOf(answer);
                chunk.Usage = Replies.UsageOf(answer);
                chunk.Timing = Replies.TimingOf(answer.Request);
            }

            return stream.WriteAsync(chunk, context.CancellationToken);
        }
    }

    private async Task RunAsync(string operation, Func<GenerationRequest> read, Func<Answer, TokenSpan, Task> write, ServerCallContext context)
    {
        Answer? begun = null;
        Refusal? refusal = await RequestLifetime.RunAsync(
            reception,
            () =>
            {
                _guard.CheckKey(context);
                return ValueTask.FromResult(read());
            },
            (answer, span) =>
            {
                begun = answer;
                return write(answer, span);
            },
            CallGuard.OriginOf(context, operation),
            CallGuard.PatienceOf(context));
        if (begun is not null)
        {
            Replies.AddTiming(context.ResponseTrailers, begun.Request);
        }

        if (refusal is not null)
        {
            throw _guard.ErrorOf(refusal);
        }
    }
}
