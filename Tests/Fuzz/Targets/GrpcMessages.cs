using System.Buffers;
using Emulator.Api;
using Emulator.Api.Grpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Inference.V1;
using Vllm;

namespace Tests.Fuzz.Targets;

/// <summary>The messages of both gRPC services.</summary>
internal static class GrpcMessages
{
    private static readonly SyntheticPrompt s_synthetic = new() { Tokens = 100, OutputTokens = 5, Prefix = { new PromptPart { Id = "system", Tokens = 20 }, new PromptPart { Id = "user", Tokens = 30 } } };

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Target("grpc-chat", CreateChatCompletionRequest.Parser, (message, reception) => [RequestReader.Read(message, _ => null, reception)], [
            new CreateChatCompletionRequest { Model = "Llama-3.1-8B", MaxTokens = 5, Seed = 7, Messages = { new ChatMessage { Role = "system", Content = "Be brief." }, new ChatMessage { Role = "user", Content = "Hello" } } },
            new CreateChatCompletionRequest { Synthetic = s_synthetic, Timeout = new Duration { Seconds = 3, Nanos = 500 }, Priority = -1, Tenant = "a", RequestId = "b", CacheSalt = "c", IgnoreEos = true },
        ]),
        Target("grpc-text", CreateCompletionRequest.Parser, (message, reception) => [RequestReader.Read(message, _ => null, reception)], [
            new CreateCompletionRequest { Prompt = "It was a dark and stormy night", MaxTokens = 5, Seed = 7, Tenant = "a", RequestId = "b", CacheSalt = "c" },
            new CreateCompletionRequest { Synthetic = s_synthetic, Timeout = new Duration { Seconds = 1 } },
        ]),
        Target("vllm-generate", GenerateRequest.Parser, (message, reception) => [VllmRequestReader.Read(message, _ => null, reception).Asked], [
            new GenerateRequest { Text = "Hello", Temperature = 0.5f, Model = "Llama-3.1-8B", RequestId = "a", SessionId = "b", TruncatePromptTokens = 3, Priority = 1 },
            new GenerateRequest
            {
                TokenIds = new TokenIds { Ids = { 1, 2, 3 } },
                Sampling = new RandomSampling { NumSequences = 1, TopK = 5, TopP = 0.5f, MinP = 0.1f, Seed = -3 },
                Decoding = new DecodingParameters { PresencePenalty = 1, FrequencyPenalty = -1, RepetitionPenalty = 1.5f, LogitBias = { [3] = 1 }, AllowedTokenIds = { 5 } },
                Stopping = new StoppingCriteria { MaxNewTokens = 9, MinNewTokens = 2, StopStrings = { "end" }, StopTokenIds = { 7 }, IncludeStopStrings = true },
                Response = new ResponseOptions { OutputLogprobs = true, OutputTokenIds = true, OutputCandidates = new CandidateTokens { TopN = 3 }, PromptCandidates = new CandidateTokens { TokenIds = new TokenIds { Ids = { 4 } } } },
                Kv = new KVCacheParameters { CacheSalt = "s", BypassPrefixCache = true },
            },
            new GenerateRequest { Text = "x", Decoding = new DecodingParameters { Json = """{"type":"object","properties":{"a":{"type":"integer"}}}""" } },
            new GenerateRequest { Text = "x", Decoding = new DecodingParameters { Regex = "[a-c]+" } },
            new GenerateRequest { Text = "x", Media = { new MediaItem() }, LoraName = "l", Kv = new KVCacheParameters { KvTransferParams = new Struct { Fields = { ["a"] = Value.ForNumber(1) } } } },
        ]),
    ];

    private static FuzzTarget Target<T>(string name, MessageParser<T> parser, Func<T, Reception, IReadOnlyList<GenerationRequest>> read, T[] corpus)
        where T : IMessage<T> => new(name, typeof(T).Name, [.. corpus.Select(message => message.ToByteArray())], input =>
        {
            T message;
            try
            {
                RepeatedParts.Refuse(new ReadOnlySequence<byte>(input), corpus[0].Descriptor);
                message = parser.ParseFrom(input);
            }
            catch (Exception problem) when (problem is InvalidProtocolBufferException or InvalidDataException)
            {
                // The port says INTERNAL of it.
                return problem.Message;
            }

            return Requests.Lax.Read(() => read(message, Requests.Lax.Reception));
        })
        {
            IsPrinted = false,
        };
}
