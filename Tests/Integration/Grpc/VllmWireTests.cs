using System.Text;
using Emulator.Api;
using Emulator.Engine;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Vllm;

namespace Tests.Integration.Grpc;

/// <summary>
/// What vLLM's clients put on the wire, number by number: methods, fields and types as vllm-project/vllm has them in
/// rust/proto/inference.proto at 00b1dbe4cda0 and rust/proto/control.proto at 098bc948b708. Nothing here is made from our own proto files.
/// </summary>
public sealed class VllmWireTests : ServerTests
{
    private const string InferenceFields =
        """
        GenerateRequest: request_id=1 string, model=2 string, text=3 string, token_ids=4 TokenIds, temperature=5 float?, sampling=6 RandomSampling, decoding=7 DecodingParameters, stopping=8 StoppingCriteria, response=9 ResponseOptions, kv=10 KVCacheParameters, truncate_prompt_tokens=11 uint32, priority=12 int32, session_id=13 string?, media=14 MediaItem[], lora_name=15 string
        RandomSampling: num_sequences=1 uint32, top_k=2 uint32, top_p=3 float, min_p=4 float, seed=5 int64?
        DecodingParameters: presence_penalty=1 float, frequency_penalty=2 float, repetition_penalty=3 float, logit_bias=4 map(uint32 float), allowed_token_ids=5 uint32[], json=6 string, regex=7 string, choice=8 StringChoices, grammar=9 string, json_object=10 bool, structural_tag=11 string
        StringChoices: choices=1 string[]
        StoppingCriteria: max_new_tokens=1 uint32, min_new_tokens=2 uint32, stop_token_ids=3 uint32[], stop_strings=4 string[], include_stop_strings=5 bool, ignore_eos=6 bool
        ResponseOptions: prompt_token_ids=1 bool, prompt_logprobs=2 bool, prompt_candidates=3 CandidateTokens?, output_text=4 bool?, output_token_ids=5 bool, output_logprobs=6 bool, output_candidates=7 CandidateTokens?, skip_special_tokens=8 bool?
        KVCacheParameters: bypass_prefix_cache=1 bool, cache_salt=2 string, kv_transfer_params=3 Struct, ec_transfer_params=4 Struct
        CandidateTokens: top_n=1 uint32, token_ids=2 TokenIds, all=3 bool
        GenerateResponse: prompt_info=1 PromptInfo?, outputs=2 SequenceOutput
        SequenceOutput: index=1 uint32, text=2 string, num_tokens=3 uint32, token_ids=4 uint32[], logprobs=5 float[], ranks=6 uint32[], candidate_tokens=7 CandidateTokenInfo[], finish_info=8 FinishInfo?
        PromptInfo: num_prompt_tokens=1 uint32, token_ids=2 uint32[], logprobs=3 float[], ranks=4 uint32[], candidate_tokens=5 CandidateTokenInfo[]
        FinishInfo: num_output_tokens=1 uint32, finish_reason=2 FinishReason, stop_token_id=3 uint32, eos_token_id=4 uint32, stop_string=5 string, kv_transfer_params=6 Struct, ec_transfer_params=8 Struct
        CandidateTokenInfo: tokens=1 TokenInfo[]
        TokenInfo: id=1 uint32, logprob=2 float, rank=3 uint32
        TokenIds: ids=1 uint32[]
        MediaItem: modality=1 Modality, url=2 string, data_uri=3 string, raw_bytes=4 bytes, mime_type=5 string, uuid=6 string, features=7 PreprocessedMediaFeatures
        PreprocessedMediaFeatures: kwargs=1 bytes?, identifier=2 string, offset=3 uint64, length=4 uint64, mm_hash=5 string?, is_embed=6 bool[]
        FinishReason = NOT_FINISHED=0 LENGTH=1 STOP=2 ABORTED=3
        Modality = MODALITY_UNSPECIFIED=0 MODALITY_IMAGE=1 MODALITY_VIDEO=2 MODALITY_AUDIO=3
        Inference/Generate(GenerateRequest) GenerateResponse
        Inference/GenerateStream(GenerateRequest) stream GenerateResponse
        """;

    private const string ControlFields =
        """
        GetServerInfoRequest:
        ServerInfo: engine_version=1 string, api_version=2 string, instance_id=3 string, parallelism=4 ParallelismInfo, max_model_len=5 uint32, kv_block_size=6 uint32, total_kv_blocks=7 uint64, max_running_requests=8 uint64, max_batched_tokens=9 uint64, max_loras=10 uint32, rl_capabilities=11 RlCapabilities, effective_attention_block_size=14 uint64?
        RlCapabilities: weight_transfer_enabled=1 bool, weight_transfer_backend=2 string, sleep_mode_enabled=3 bool, draft_weight_updates_enabled=4 bool
        ParallelismInfo: tensor_parallel_size=1 uint32, pipeline_parallel_size=2 uint32, data_parallel_size=3 uint32, data_parallel_rank=4 uint32, decode_context_parallel_size=5 uint32, world_size=6 uint64, data_parallel_size_local=7 uint32
        GetModelInfoRequest:
        ModelInfo: model_id=1 string, served_model_name=2 string, served_model_aliases=3 string[], supports_text_input=20 bool, supports_token_ids_input=21 bool, supports_lora=22 bool, supports_multimodal=23 bool, reasoning_parser=24 string, tool_call_parser=25 string
        ShutdownRequest:
        ShutdownResponse:
        AbortRequest: request_ids=1 string[]
        AbortResponse:
        LoraAdapter: lora_id=1 int64, lora_name=2 string, source_path=3 string
        LoadLoraRequest: lora_name=1 string, source_path=2 string
        LoadLoraResponse: adapter=1 LoraAdapter
        UnloadLoraRequest: lora_name=1 string
        UnloadLoraResponse: adapter=1 LoraAdapter
        ListLorasRequest:
        ListLorasResponse: adapters=1 LoraAdapter[]
        PauseGenerationRequest: mode=1 PauseMode, clear_cache=2 bool?
        PauseGenerationResponse:
        ResumeGenerationRequest:
        ResumeGenerationResponse:
        IsPausedRequest:
        IsPausedResponse: paused=1 bool
        SleepRequest: level=1 uint32?, mode=2 PauseMode
        SleepResponse:
        WakeUpRequest: tags=1 string[]
        WakeUpResponse:
        IsSleepingRequest:
        IsSleepingResponse: sleeping=1 bool
        InitWeightTransferEngineRequest: init_info_json=1 bytes
        InitWeightTransferEngineResponse:
        StartWeightUpdateRequest:
        StartWeightUpdateResponse:
        StartDraftWeightUpdateRequest:
        StartDraftWeightUpdateResponse:
        UpdateWeightsRequest: update_info_json=1 bytes
        UpdateWeightsResponse:
        FinishWeightUpdateRequest: weight_version=1 string?
        FinishWeightUpdateResponse:
        UpdateWeightVersionRequest: weight_version=1 string
        UpdateWeightVersionResponse:
        GetWeightVersionRequest:
        GetWeightVersionResponse: weight_version=1 string
        GetKvEventSourcesRequest:
        GetKvEventSourcesResponse: sources=1 KvEventSource[]
        KvEventSource: transport=1 string, endpoint=2 string, topic=3 string, replay_endpoint=4 string, data_parallel_rank=5 uint32?, encoding=6 string, schema_version=7 uint32, buffer_steps=8 uint32, hwm=9 uint32, max_queue_size=10 uint32
        PauseMode = PAUSE_MODE_UNSPECIFIED=0 PAUSE_MODE_ABORT=1 PAUSE_MODE_WAIT=2 PAUSE_MODE_KEEP=3
        Control/GetServerInfo(GetServerInfoRequest) ServerInfo
        Control/GetModelInfo(GetModelInfoRequest) ModelInfo
        Control/Shutdown(ShutdownRequest) ShutdownResponse
        Control/Abort(AbortRequest) AbortResponse
        Control/LoadLora(LoadLoraRequest) LoadLoraResponse
        Control/UnloadLora(UnloadLoraRequest) UnloadLoraResponse
        Control/ListLoras(ListLorasRequest) ListLorasResponse
        Control/GetKvEventSources(GetKvEventSourcesRequest) GetKvEventSourcesResponse
        Control/PauseGeneration(PauseGenerationRequest) PauseGenerationResponse
        Control/ResumeGeneration(ResumeGenerationRequest) ResumeGenerationResponse
        Control/IsPaused(IsPausedRequest) IsPausedResponse
        Control/Sleep(SleepRequest) SleepResponse
        Control/WakeUp(WakeUpRequest) WakeUpResponse
        Control/IsSleeping(IsSleepingRequest) IsSleepingResponse
        Control/InitWeightTransferEngine(InitWeightTransferEngineRequest) InitWeightTransferEngineResponse
        Control/StartWeightUpdate(StartWeightUpdateRequest) StartWeightUpdateResponse
        Control/StartDraftWeightUpdate(StartDraftWeightUpdateRequest) StartDraftWeightUpdateResponse
        Control/UpdateWeights(UpdateWeightsRequest) UpdateWeightsResponse
        Control/FinishWeightUpdate(FinishWeightUpdateRequest) FinishWeightUpdateResponse
        Control/UpdateWeightVersion(UpdateWeightVersionRequest) UpdateWeightVersionResponse
        Control/GetWeightVersion(GetWeightVersionRequest) GetWeightVersionResponse
        """;

    private static readonly Marshaller<byte[]> s_raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    [Fact]
    public void Every_field_number_type_and_method_is_that_of_vllm()
    {
        Assert.Equal(Lines(InferenceFields), Described(InferenceReflection.Descriptor).Order());
        Assert.Equal(Lines(ControlFields), Described(ControlReflection.Descriptor).Order());
        Assert.Equal(("vllm", "vllm"), (InferenceReflection.Descriptor.Package, ControlReflection.Descriptor.Package));
    }

    [Fact]
    public async Task A_request_written_by_hand_is_understood_and_its_answer_read_by_hand()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        byte[] request = Written(output =>
        {
            Text(output, 1, "by-hand");
            Message(output, 4, ids => Packed(ids, 1, 5, 6, 7));
            Message(output, 8, stopping =>
            {
                Number(stopping, 1, 4);
                Number(stopping, 6, 1);
            });
            Message(output, 9, response =>
            {
                Number(response, 1, 1);
                Number(response, 4, 0);
                Number(response, 5, 1);
            });
        });

        byte[] reply = await client.Channel.CreateCallInvoker().AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, "vllm.Inference", "Generate", s_raw, s_raw), null, default, request);

        Dictionary<int, object> response = Read(reply);
        Dictionary<int, object> prompt = Read((byte[])response[1]);
        Dictionary<int, object> outputs = Read((byte[])response[2]);
        Dictionary<int, object> finish = Read((byte[])outputs[8]);
        Assert.Equal((3UL, 3), (prompt[1], ((byte[])prompt[2]).Length));
        Assert.Equal(new byte[] { 5, 6, 7 }, prompt[2]);
        Assert.Equal((4UL, false), (outputs[3], outputs.ContainsKey(2)));
        Assert.Equal((4UL, 1UL), (finish[1], finish[2]));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Control_calls_written_by_hand_are_understood()
    {
        EmulatorServer server = await StartAsync("--preset seed-tp8");
        using VllmClient client = new(server);
        async Task<Dictionary<int, object>> Call(string method, Action<CodedOutputStream> write) => Read(
            await client.Channel.CreateCallInvoker().AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, "vllm.Control", method, s_raw, s_raw), null, default, Written(write)));

        Dictionary<int, object> info = await Call("GetServerInfo", _ => { });
        Assert.Equal((131_072UL, 16UL, 8UL), (info[5], info[6], Read((byte[])info[4])[1]));
        Assert.Equal("Llama-3.1-70B", Encoding.UTF8.GetString((byte[])(await Call("GetModelInfo", _ => { }))[2]));
        Assert.Empty(await Call("PauseGeneration", pause =>
        {
            Number(pause, 1, 3);
            Number(pause, 2, 0);
        }));
        Assert.Equal(1UL, (await Call("IsPaused", _ => { }))[1]);
        Assert.Empty(await Call("ResumeGeneration", _ => { }));
        Assert.Empty(await Call("IsPaused", _ => { }));
        Assert.Empty(await Call("Abort", abort => Text(abort, 1, "nobody")));
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Order()];

    private static IEnumerable<string> Described(FileDescriptor file)
    {
        IEnumerable<MessageDescriptor> messages = file.MessageTypes.SelectMany(message => message.NestedTypes.Where(nested => !nested.IsMapEntry).Prepend(message)).ToArray();
        IEnumerable<EnumDescriptor> enums = file.EnumTypes.Concat(messages.SelectMany(message => message.EnumTypes));
        return
        [
            .. messages.Select(message => $"{message.Name}: {string.Join(", ", message.Fields.InFieldNumberOrder().Select(Described))}".TrimEnd()),
            .. enums.Select(type => $"{type.Name} = {string.Join(' ', type.Values.Select(value => $"{value.Name}={value.Number}"))}"),
            .. file.Services.SelectMany(service => service.Methods.Select(method => $"{service.Name}/{method.Name}({method.InputType.Name}) {(method.IsServerStreaming ? "stream " : "")}{method.OutputType.Name}")),
        ];
    }

    private static string Described(FieldDescriptor field)
    {
        string type = field.IsMap ? $"map({string.Join(' ', field.MessageType.Fields.InFieldNumberOrder().Select(part => TypeOf(part)))})" : TypeOf(field);
        string label = field.IsMap ? "" : field.IsRepeated ? "[]" : field.ToProto().Proto3Optional ? "?" : "";
        return $"{field.Name}={field.FieldNumber} {type}{label}";
    }

    private static string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.Name,
        FieldType.Enum => field.EnumType.Name,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }

    private static void Number(CodedOutputStream output, int field, ulong value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteUInt64(value);
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Written(write)));
    }

    private static void Packed(CodedOutputStream output, int field, params byte[] values)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(values));
    }

    /// <summary>The fields of a message by number: varints as numbers, the rest as bytes.</summary>
    private static Dictionary<int, object> Read(byte[] message)
    {
        Dictionary<int, object> fields = [];
        CodedInputStream input = new(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            fields[WireFormat.GetTagFieldNumber(tag)] = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                var other => throw new InvalidOperationException($"a field of wire type {other}"),
            };
        }

        return fields;
    }
}
