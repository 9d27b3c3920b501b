using System.Buffers;
using Emulator.Api.Grpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Vllm;

namespace Tests.Unit.Api;

public sealed class RepeatedPartsTests
{
    private static readonly byte[] s_ids = new GenerateRequest { TokenIds = new TokenIds { Ids = { 1, 2 } } }.ToByteArray();
    private static readonly byte[] s_candidates = new GenerateRequest { Response = new ResponseOptions { OutputCandidates = new CandidateTokens { TokenIds = new TokenIds { Ids = { 4 } } } } }.ToByteArray();
    private static readonly byte[] s_choice = new GenerateRequest { Decoding = new DecodingParameters { Choice = new DecodingParameters.Types.StringChoices { Choices = { "yes" } } } }.ToByteArray();
    private static readonly byte[] s_list = Value.ForList(Value.ForNumber(1)).ToByteArray();

    // A group of an unknown field, with a number in it.
    private static readonly byte[] s_group = [0xa3, 0x06, 0x08, 0x01, 0xa4, 0x06];

    // The library keeps the lowest 32 bits of a tag or a length: bits above them change nothing.
    private static readonly byte[] s_overlongTag = [(byte)(s_ids[0] | 0x80), 0x80, 0x80, 0x80, 0x10];
    private static readonly byte[] s_unknownOfOverlongLength = [0xfa, 0x07, 0x81, 0x80, 0x80, 0x80, 0x10, 0x01];
    private static readonly byte[] s_unknownOfLongNumber = [0xf8, 0x07, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];

    public static TheoryData<byte[], string> Repeated => new()
    {
        { [.. s_ids, .. s_ids], "vllm.GenerateRequest.token_ids comes more than once." },
        { [.. s_group, .. s_ids, 0xf8, 0x3f, 0x01, 0xfd, 0x3f, 1, 2, 3, 4, 0xf9, 0x3f, 1, 2, 3, 4, 5, 6, 7, 8, .. s_ids], "vllm.GenerateRequest.token_ids comes more than once." },
        { [.. s_candidates, .. s_ids, .. s_candidates], "vllm.CandidateTokens.token_ids comes more than once." },
        { [.. s_choice, .. s_choice], "vllm.DecodingParameters.choice comes more than once." },
        { [.. s_ids, .. s_overlongTag, .. s_ids[1..]], "vllm.GenerateRequest.token_ids comes more than once." },
        { [.. s_unknownOfOverlongLength, .. s_ids, .. s_ids], "vllm.GenerateRequest.token_ids comes more than once." },
        { [.. s_unknownOfLongNumber, .. s_ids, .. s_ids], "vllm.GenerateRequest.token_ids comes more than once." },
        { [.. WithParameter([.. s_list, .. s_list])], "google.protobuf.Value.list_value comes more than once." },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void A_message_within_a_oneof_that_comes_again_is_refused(byte[] message, string words)
    {
        // What is refused is a message to protobuf, and costs what it costs.
        GenerateRequest.Parser.ParseFrom(message);

        Assert.Equal(words, Assert.Throws<InvalidDataException>(() => RepeatedParts.Refuse(InPieces(message), GenerateRequest.Descriptor)).Message);
    }

    [Fact]
    public void Whatever_else_comes_again_is_not()
    {
        Value lists = Value.ForList(Value.ForList(Value.ForNumber(1)), Value.ForList(), Value.ForStruct(new Struct { Fields = { ["a"] = Value.ForList() } }));
        GenerateRequest whole = new()
        {
            Kv = new KVCacheParameters { KvTransferParams = new Struct { Fields = { ["a"] = lists, ["b"] = lists } } },
            Response = new ResponseOptions { PromptCandidates = new CandidateTokens { TokenIds = new TokenIds { Ids = { 5 } } } },
            Media = { new MediaItem { Features = new PreprocessedMediaFeatures() }, new MediaItem { Features = new PreprocessedMediaFeatures() } },
        };
        byte[] text = new GenerateRequest { Text = "x", Stopping = new StoppingCriteria { StopStrings = { "end" } } }.ToByteArray();

        RepeatedParts.Refuse(InPieces([.. whole.ToByteArray(), .. text, .. text, .. s_candidates, .. s_ids]), GenerateRequest.Descriptor);
    }

    [Fact]
    public void What_is_no_message_is_left_to_the_parser()
    {
        byte[] whole = [.. s_candidates, .. s_ids, .. s_choice];
        for (int end = 0; end < whole.Length; end++)
        {
            RepeatedParts.Refuse(InPieces(whole[..end]), GenerateRequest.Descriptor);
        }
    }

    [Fact]
    public void No_request_of_another_service_has_such_a_part()
    {
        ServiceDescriptor[] others = [Inference.V1.InferenceService.Descriptor, Inference.V1.ControlService.Descriptor, Vllm.Control.Descriptor];

        Assert.DoesNotContain(others.SelectMany(service => service.Methods).SelectMany(method => PartsOf(method.InputType)), part => part.RealContainingOneof is not null);
        Assert.Contains(PartsOf(GenerateRequest.Descriptor), part => part.RealContainingOneof is not null);

        static HashSet<FieldDescriptor> PartsOf(MessageDescriptor root)
        {
            HashSet<FieldDescriptor> all = [];
            Queue<MessageDescriptor> left = new([root]);
            while (left.TryDequeue(out MessageDescriptor? type))
            {
                foreach (FieldDescriptor part in type.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && all.Add(field)))
                {
                    left.Enqueue(part.MessageType);
                }
            }

            return all;
        }
    }

    private static byte[] WithParameter(byte[] value)
    {
        byte[] entry = [0x0a, 0x01, (byte)'a', 0x12, (byte)value.Length, .. value];
        byte[] parameters = [0x0a, (byte)entry.Length, .. entry];
        byte[] kv = [0x1a, (byte)parameters.Length, .. parameters];
        return [.. new GenerateRequest { Kv = KVCacheParameters.Parser.ParseFrom(kv) }.ToByteArray()[..1], (byte)kv.Length, .. kv];
    }

    // As the web server hands it over: in segments, here of a byte each.
    private static ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        Piece first = new(bytes.AsMemory(0, 1), before: null);
        Piece last = first;
        for (int i = 1; i < bytes.Length; i++)
        {
            last = new Piece(bytes.AsMemory(i, 1), last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }
}
