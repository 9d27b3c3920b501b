using Google.Protobuf.WellKnownTypes;
using Inference.V1;

namespace Emulator.Api.Grpc
{
    /// <summary>The fields that chat and text requests share.</summary>
    internal interface IGenerationFields
    {
        string Model { get; }

        bool HasMaxTokens { get; }

        uint MaxTokens { get; }

        bool IgnoreEos { get; }

        bool HasSeed { get; }

        ulong Seed { get; }

        Duration? Timeout { get; }

        int Priority { get; }

        string Tenant { get; }

        string CacheSalt { get; }

        string RequestId { get; }

        SyntheticPrompt? Synthetic { get; }
    }
}

namespace Inference.V1
{
    public sealed partial class CreateChatCompletionRequest : Emulator.Api.Grpc.IGenerationFields;

    public sealed partial class CreateCompletionRequest : Emulator.Api.Grpc.IGenerationFields;
}
