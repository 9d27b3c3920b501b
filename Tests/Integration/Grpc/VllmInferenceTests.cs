using Emulator.Api;
using Emulator.Content;
using Emulator.Engine;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Vllm;
using Reason = Vllm.FinishInfo.Types.FinishReason;

namespace Tests.Integration.Grpc;

public sealed class VllmInferenceTests : ServerTests
{
    private const string Text = "Tell me about paged attention.";

    [Fact]
    public async Task A_text_is_tokenised_and_answered_with_twenty_tokens_at_most()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);

        GenerateResponse reply = await client.Inference.GenerateAsync(new GenerateRequest { Text = Text, Response = new ResponseOptions { PromptTokenIds = true }, Stopping = new StoppingCriteria { IgnoreEos = true } });

        Assert.Equal(PromptTokenizer.O200k.Encode(Text).Select(token => (uint)token), reply.PromptInfo.TokenIds);
        Assert.Equal((uint)reply.PromptInfo.TokenIds.Count, reply.PromptInfo.NumPromptTokens);
        Assert.Equal((20U, 20, Reason.Length, 20U), (reply.Outputs.NumTokens, PromptTokenizer.O200k.Count(reply.Outputs.Text), reply.Outputs.FinishInfo.FinishReason, reply.Outputs.FinishInfo.NumOutputTokens));
        Assert.Equal(FinishInfo.StopReasonOneofCase.None, reply.Outputs.FinishInfo.StopReasonCase);
        Assert.Empty(reply.Outputs.TokenIds);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Token_ids_are_taken_as_they_are_and_cut_from_the_left()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        GenerateRequest request = VllmClient.Sized(100, 1);
        request.TokenIds.Ids[98] = 201_000;
        request.TruncatePromptTokens = 3;
        request.Response = new ResponseOptions { PromptTokenIds = true, OutputText = false };

        GenerateResponse reply = await client.Inference.GenerateAsync(request);

        Assert.Equal([98, 201_000, 100], reply.PromptInfo.TokenIds);
        Assert.Equal(("", 1U), (reply.Outputs.Text, reply.Outputs.NumTokens));
        Assert.Equal(3, server.Engine.State.ComputedTokens);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task The_first_message_of_a_stream_holds_the_prompt_and_the_last_the_end()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);

        using AsyncServerStreamingCall<GenerateResponse> call = client.Inference.GenerateStream(VllmClient.Sized(100, 3));
        List<GenerateResponse> messages = [];
        for (int step = 0; step < 3; step++)
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            if (step == 0)
            {
                messages.Add((await VllmClient.NextOf(call))!);
            }

            messages.Add((await VllmClient.NextOf(call))!);
        }

        Assert.Null(await VllmClient.NextOf(call));
        Assert.Equal([100U, null, null, null], messages.Select(message => message.PromptInfo?.NumPromptTokens));
        Assert.Equal([null, 1U, 1U, 1U], messages.Select(message => message.Outputs?.NumTokens));
        Assert.Equal([null, null, null, Reason.Length], messages.Select(message => message.Outputs?.FinishInfo?.FinishReason));
        Assert.Equal(3U, messages[^1].Outputs.FinishInfo.NumOutputTokens);
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task An_answer_that_ends_by_itself_ends_in_the_end_of_text_which_has_no_text()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        GenerateRequest request = new()
        {
            Text = Text,
            Sampling = new RandomSampling { Seed = 3 },
            Stopping = new StoppingCriteria { MaxNewTokens = 10_000 },
            Response = new ResponseOptions { OutputTokenIds = true },
        };

        GenerateResponse whole = await client.Inference.GenerateAsync(request);
        List<GenerateResponse> messages = await VllmClient.AllOf(client.Inference.GenerateStream(request));

        SequenceOutput output = whole.Outputs;
        Assert.Equal((Reason.Stop, 199_999U, (uint)AnswerLength.Draw(3)), (output.FinishInfo.FinishReason, output.FinishInfo.EosTokenId, output.NumTokens));
        Assert.Equal(199_999U, output.TokenIds[^1]);
        Assert.Equal(output.Text, PromptTokenizer.O200k.Decode([.. output.TokenIds.SkipLast(1).Select(token => (int)token)]));
        Assert.Equal(output.Text, string.Concat(messages.Select(message => message.Outputs?.Text)));
        Assert.Equal(output.TokenIds, messages.SelectMany(message => message.Outputs?.TokenIds.ToArray() ?? []));
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Fact]
    public async Task A_stop_text_ends_the_answer_and_nothing_of_it_is_ever_sent()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        string full = (await client.Inference.GenerateAsync(Seeded(new StoppingCriteria { MaxNewTokens = 40, IgnoreEos = true }))).Outputs.Text;

        // From the middle of one word to the middle of the next.
        string stop = full.Substring(60, 7);
        int at = full.IndexOf(stop, StringComparison.Ordinal);
        StoppingCriteria stopping = new() { MaxNewTokens = 40, IgnoreEos = true, StopStrings = { "never to be met", stop } };
        SequenceOutput whole = (await client.Inference.GenerateAsync(Seeded(stopping))).Outputs;
        List<GenerateResponse> messages = await VllmClient.AllOf(client.Inference.GenerateStream(Seeded(stopping)));
        stopping.IncludeStopStrings = true;
        SequenceOutput included = (await client.Inference.GenerateAsync(Seeded(stopping))).Outputs;

        Assert.Equal((full[..at], Reason.Stop, stop), (whole.Text, whole.FinishInfo.FinishReason, whole.FinishInfo.StopString));
        Assert.Equal(full[..at], string.Concat(messages.Select(message => message.Outputs?.Text)));
        Assert.Equal(stop, messages[^1].Outputs.FinishInfo.StopString);
        Assert.Equal(full[..(at + stop.Length)], included.Text);
        Assert.InRange(whole.NumTokens, 2U, 39U);
        Assert.Equal(whole.FinishInfo.NumOutputTokens, whole.NumTokens);
        Expected = new LedgerCounts { Completed = 4 };
    }

    [Fact]
    public async Task A_stop_token_ends_the_answer_without_its_text_but_not_before_the_minimum()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        GenerateRequest all = Seeded(new StoppingCriteria { MaxNewTokens = 40, IgnoreEos = true });
        all.Response = new ResponseOptions { OutputTokenIds = true };
        SequenceOutput full = (await client.Inference.GenerateAsync(all)).Outputs;
        uint stop = full.TokenIds[7];
        int first = full.TokenIds.IndexOf(stop);

        SequenceOutput stopped = (await client.Inference.GenerateAsync(Seeded(new StoppingCriteria { MaxNewTokens = 40, IgnoreEos = true, StopTokenIds = { stop } }))).Outputs;
        SequenceOutput late = (await client.Inference.GenerateAsync(Seeded(new StoppingCriteria { MaxNewTokens = 40, MinNewTokens = (uint)first + 2, IgnoreEos = true, StopTokenIds = { stop } }))).Outputs;

        Assert.Equal(((uint)first + 1, Reason.Stop, stop), (stopped.NumTokens, stopped.FinishInfo.FinishReason, stopped.FinishInfo.StopTokenId));
        Assert.Equal(PromptTokenizer.O200k.Decode([.. full.TokenIds.Take(first).Select(token => (int)token)]), stopped.Text);
        Assert.InRange(late.NumTokens, (uint)first + 2, 40U);
        Expected = new LedgerCounts { Completed = 3 };
    }

    [Fact]
    public async Task Logprobs_are_one_a_token_with_the_likeliest_others_in_order()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        GenerateRequest request = VllmClient.Sized(10, 6);
        request.Response = new ResponseOptions
        {
            OutputLogprobs = true,
            OutputCandidates = new CandidateTokens { TopN = 4 },
            PromptLogprobs = true,
        };

        GenerateResponse reply = await client.Inference.GenerateAsync(request);

        Assert.Equal((6, 6, 6), (reply.Outputs.Logprobs.Count, reply.Outputs.Ranks.Count, reply.Outputs.CandidateTokens.Count));
        Assert.Equal((10, 0F, 0U), (reply.PromptInfo.Logprobs.Count, reply.PromptInfo.Logprobs[0], reply.PromptInfo.Ranks[0]));
        Assert.All(reply.Outputs.Logprobs.Zip(reply.Outputs.CandidateTokens), position =>
        {
            float[] probabilities = [MathF.Exp(position.First), .. position.Second.Tokens.Select(token => MathF.Exp(token.Logprob))];
            Assert.Equal(4, probabilities.Length);
            Assert.Equal(probabilities.OrderDescending(), probabilities);
            Assert.InRange(probabilities.Sum(), 0, 1);
            Assert.Equal([2U, 3U, 4U], position.Second.Tokens.Select(token => token.Rank));
        });
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task Of_a_token_no_more_are_told_than_over_http_however_many_are_asked_for()
    {
        EmulatorServer server = await StartAsync("--max-logprobs -1");
        using VllmClient client = new(server);
        GenerateRequest request = VllmClient.Sized(3, 2);
        request.Response = new() { OutputLogprobs = true, OutputCandidates = new() { TopN = 200_000 }, PromptLogprobs = true, PromptCandidates = new() { TopN = 200_000 } };

        GenerateResponse reply = await client.Inference.GenerateAsync(request);

        Assert.Equal([255, 255], reply.Outputs.CandidateTokens.Select(position => position.Tokens.Count));
        Assert.Equal([0, 255, 255], reply.PromptInfo.CandidateTokens.Select(position => position.Tokens.Count));
        Expected = new LedgerCounts { Completed = 1 };
    }

    [Fact]
    public async Task A_prefix_is_cached_by_salt_and_bypassed_on_request()
    {
        EmulatorServer server = await StartAsync("--enable-prefix-caching true");
        using VllmClient client = new(server);
        List<long> computed = [];
        foreach (KVCacheParameters kv in (KVCacheParameters[])[new(), new(), new() { BypassPrefixCache = true }, new() { CacheSalt = "sea" }, new() { CacheSalt = "sea" }])
        {
            long before = server.Engine.State.ComputedTokens;
            GenerateRequest request = VllmClient.Sized(100, 1);
            request.Kv = kv;
            await client.Inference.GenerateAsync(request);
            computed.Add(server.Engine.State.ComputedTokens - before);
        }

        Assert.Equal([100, 4, 100, 100, 4], computed);
        Expected = new LedgerCounts { Completed = 5 };
    }

    [Fact]
    public async Task Abort_ends_a_stream_as_aborted_and_frees_its_kv_before_the_next_step()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);

        using AsyncServerStreamingCall<GenerateResponse> call = client.Inference.GenerateStream(VllmClient.Sized(1_000, 100, "mine"));
        await clock.StandsInStepAsync();
        clock.EndStep();
        Assert.NotNull((await VllmClient.NextOf(call))!.PromptInfo);
        Assert.Equal(1U, (await VllmClient.NextOf(call))!.Outputs.NumTokens);
        await clock.StandsInStepAsync();
        Assert.Equal(63, server.Engine.State.KvBlocksUsed);
        await client.Control.AbortAsync(new AbortRequest { RequestIds = { "mine", "unknown", "mine" } });
        Assert.Equal(2, server.Engine.AbortsAsked);
        clock.EndStep();

        List<GenerateResponse> rest = await VllmClient.AllOf(call);
        Assert.Equal(Reason.Aborted, rest[^1].Outputs.FinishInfo.FinishReason);
        Assert.Equal((2L, 0), (server.Engine.State.Steps, server.Engine.State.KvBlocksUsed));
        Expected = new LedgerCounts { Cancelled = 1 };
    }

    [Fact]
    public async Task A_stream_that_its_client_drops_goes_on_to_its_end()
    {
        (EmulatorServer server, SteppedClock clock) = await StartSteppedAsync();
        using VllmClient client = new(server);

        using (AsyncServerStreamingCall<GenerateResponse> call = client.Inference.GenerateStream(VllmClient.Sized(1_000, 5)))
        {
            await clock.StandsInStepAsync();
            clock.EndStep();
            Assert.NotNull(await VllmClient.NextOf(call));
            await clock.StandsInStepAsync();
        }

        // On the same connection, so that the server has read of the drop before it answers.
        await client.Control.IsPausedAsync(new IsPausedRequest());
        clock.RunFree();
        Wait.Until(() => server.Engine.Ledger.InFlight == 0, "the end of the request");

        Assert.Equal((0L, 5L), (server.Engine.AbortsAsked, server.Engine.State.Steps));
        Expected = new LedgerCounts { Completed = 1 };
    }

    public static TheoryData<string, StatusCode, string> Refused => new()
    {
        { "model", StatusCode.NotFound, "model" },
        { "none", StatusCode.InvalidArgument, "prompt" },
        { "empty", StatusCode.InvalidArgument, "prompt" },
        { "media", StatusCode.Unimplemented, "media" },
        { "lora", StatusCode.FailedPrecondition, "lora_name" },
        { "kv", StatusCode.Unimplemented, "kv.kv_transfer_params" },
        { "ec", StatusCode.Unimplemented, "kv.ec_transfer_params" },
        { "grammar", StatusCode.Unimplemented, "decoding.structured_output" },
        { "several", StatusCode.InvalidArgument, "sampling.num_sequences" },
        { "cold", StatusCode.InvalidArgument, "temperature" },
        { "nan", StatusCode.InvalidArgument, "temperature" },
        { "top_p", StatusCode.InvalidArgument, "sampling.top_p" },
        { "penalty", StatusCode.InvalidArgument, "decoding.presence_penalty" },
        { "min", StatusCode.InvalidArgument, "stopping.min_new_tokens" },
        { "stop", StatusCode.InvalidArgument, "stopping.stop_strings" },
        { "candidates", StatusCode.InvalidArgument, "response.output_candidates.top_n" },
        { "all", StatusCode.InvalidArgument, "response.output_candidates.all" },
        { "id", StatusCode.InvalidArgument, "request_id" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_wrong_or_not_served_is_refused_with_the_field(string what, StatusCode code, string field)
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        GenerateRequest request = what switch
        {
            "model" => new() { Text = Text, Model = "gpt-5" },
            "none" => new(),
            "empty" => new() { Text = "" },
            "media" => new() { Text = Text, Media = { new MediaItem { Modality = Modality.Image, Url = "http://localhost/cat.png" } } },
            "lora" => new() { Text = Text, LoraName = "mine" },
            "kv" => new() { Text = Text, Kv = new() { KvTransferParams = new Struct() } },
            "ec" => new() { Text = Text, Kv = new() { EcTransferParams = new Struct() } },
            "grammar" => new() { Text = Text, Decoding = new() { Grammar = "root ::= \"a\"" } },
            "several" => new() { Text = Text, Sampling = new() { NumSequences = 2 } },
            "cold" => new() { Text = Text, Temperature = -1 },
            "nan" => new() { Text = Text, Temperature = float.NaN },
            "top_p" => new() { Text = Text, Sampling = new() { TopP = 1.5F } },
            "penalty" => new() { Text = Text, Decoding = new() { PresencePenalty = 3 } },
            "min" => new() { Text = Text, Stopping = new() { MinNewTokens = 21 } },
            "stop" => new() { Text = Text, Stopping = new() { StopStrings = { "" } } },
            "candidates" => new() { Text = Text, Response = new() { OutputCandidates = new() { TopN = 21 } } },
            "all" => new() { Text = Text, Response = new() { OutputCandidates = new() { All = true } } },
            _ => new() { Text = Text, RequestId = new string('x', 129) },
        };

        var unary = await GrpcClient.ErrorOf(() => client.Inference.GenerateAsync(request).ResponseAsync);
        var stream = await GrpcClient.ErrorOf(() => VllmClient.AllOf(client.Inference.GenerateStream(request)));

        Assert.Equal((code, field, "invalid"), (unary.Code, unary.Info?.Metadata["field"], unary.Info?.Metadata["outcome"]));
        Assert.Equal((unary.Code, unary.Message), (stream.Code, stream.Message));
        Assert.EndsWith(".", unary.Message, StringComparison.Ordinal);
        Expected = new LedgerCounts { Invalid = 2 };
    }

    public static TheoryData<string, string, string> RefusedInVllmsWords => new()
    {
        { "prompt", "prompt", "token_id(s) [201014, 4294967295] in prompt are out of vocabulary. Vocabulary size: 201014" },
        { "stop", "stopping.stop_token_ids", "token_id(s) [300000] in stop_token_ids are out of vocabulary. Vocabulary size: 201014" },
        { "allowed", "decoding.allowed_token_ids", "token_id(s) [300000] in allowed_token_ids are out of vocabulary. Vocabulary size: 201014" },
        { "bias", "decoding.logit_bias", "token_id(s) [300000] in logit_bias are out of vocabulary. Vocabulary size: 201014" },
        { "logprobs", "response.output_candidates.token_ids", "token_id(s) [300000] in logprob_token_ids are out of vocabulary. Vocabulary size: 201014" },
        { "schema", "decoding.json", "invalid json schema: " },
        { "half a surrogate", "decoding.json", "invalid json schema: " },
        { "a member twice", "decoding.json", "invalid json schema: " },
        { "an empty schema", "decoding.json", "invalid json schema: " },
        { "cut", "truncate_prompt_tokens", "truncate_prompt_tokens=96 cannot be greater than max_model_len - max_tokens = 95. Please request a smaller truncation size." },
        { "cut beside nothing", "truncate_prompt_tokens", "truncate_prompt_tokens=101 cannot be greater than max_model_len - max_tokens = 100. Please request a smaller truncation size." },
        { "full", "prompt", "this model's maximum context length is 100 tokens, but the prompt contains 100 input tokens" },
        { "long text", "prompt", "this model's maximum context length is 100 tokens, but the prompt contains at least 157 input tokens" },
    };

    [Theory]
    [MemberData(nameof(RefusedInVllmsWords))]
    public async Task What_vllm_refuses_is_refused_in_its_words(string what, string field, string says)
    {
        EmulatorServer server = await StartAsync("--max-model-len 100");
        using VllmClient client = new(server);
        GenerateRequest request = what switch
        {
            "prompt" => new() { TokenIds = new() { Ids = { 1, 201_014, uint.MaxValue, 201_013 } } },
            "stop" => new() { Text = Text, Stopping = new() { StopTokenIds = { 7, 300_000 } } },
            "allowed" => new() { Text = Text, Decoding = new() { AllowedTokenIds = { 7, 300_000 } } },
            "bias" => new() { Text = Text, Decoding = new() { LogitBias = { [7] = 1, [300_000] = 1 } } },
            "logprobs" => new() { Text = Text, Response = new() { OutputLogprobs = true, OutputCandidates = new() { TokenIds = new() { Ids = { 7, 300_000 } } } } },
            "schema" => new() { Text = Text, Decoding = new() { Json = "{" } },
            "half a surrogate" => new() { Text = Text, Decoding = new() { Json = """{"\ud800":1}""" } },
            "a member twice" => new() { Text = Text, Decoding = new() { Json = """{"type":"string","type":"number"}""" } },
            "an empty schema" => new() { Text = Text, Decoding = new() { Json = " " } },
            "cut" => new() { Text = Text, TruncatePromptTokens = 96, Stopping = new() { MaxNewTokens = 5 } },
            "cut beside nothing" => new() { Text = Text, TruncatePromptTokens = 101 },
            "full" => VllmClient.Sized(100, 1),
            _ => new() { Text = new string('a', 20_000) },
        };

        var unary = await GrpcClient.ErrorOf(() => client.Inference.GenerateAsync(request).ResponseAsync);
        var stream = await GrpcClient.ErrorOf(() => VllmClient.AllOf(client.Inference.GenerateStream(request)));

        Assert.Equal((StatusCode.InvalidArgument, field), (unary.Code, unary.Info?.Metadata["field"]));
        Assert.StartsWith(says, unary.Message, StringComparison.Ordinal);
        Assert.Equal((unary.Code, unary.Message), (stream.Code, stream.Message));
        Expected = new LedgerCounts { Invalid = 2 };
    }

    [Fact]
    public async Task An_answer_has_the_form_that_a_request_prescribes()
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);

        Assert.Matches("^\\{\"n\": ?-?[0-9]+\\}$", await TextOf(new DecodingParameters { Json = """{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""" }));
        Assert.Matches("^[a-c]{5}$", await TextOf(new DecodingParameters { Regex = "[a-c]{5}" }));
        Assert.Contains(await TextOf(new DecodingParameters { Choice = new() { Choices = { "yes", "no" } } }), (string[])["yes", "no"]);
        Assert.StartsWith("{", await TextOf(new DecodingParameters { JsonObject = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("{", await TextOf(new DecodingParameters { JsonObject = false }), StringComparison.Ordinal);
        Expected = new LedgerCounts { Completed = 5 };

        async Task<string> TextOf(DecodingParameters decoding) => (await client.Inference.GenerateAsync(new GenerateRequest { Text = Text, Decoding = decoding, Stopping = new() { MaxNewTokens = 500 } })).Outputs.Text;
    }

    [Fact]
    public async Task An_answer_ends_where_the_context_does_whatever_was_asked_for()
    {
        EmulatorServer server = await StartAsync("--max-model-len 100");
        using VllmClient client = new(server);

        GenerateResponse asked = await client.Inference.GenerateAsync(VllmClient.Sized(90, 4_000_000_000));
        GenerateResponse unasked = await client.Inference.GenerateAsync(VllmClient.Sized(95, 0));

        Assert.Equal((10U, Reason.Length), (asked.Outputs.NumTokens, asked.Outputs.FinishInfo.FinishReason));
        Assert.Equal((5U, Reason.Length), (unasked.Outputs.NumTokens, unasked.Outputs.FinishInfo.FinishReason));
        Expected = new LedgerCounts { Completed = 2 };
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("1", false)]
    [InlineData("first", false)]
    public async Task The_one_data_parallel_rank_is_zero(string rank, bool isServed)
    {
        EmulatorServer server = await StartAsync();
        using VllmClient client = new(server);
        Metadata headers = new() { { "x-data-parallel-rank", rank } };

        Task call = client.Inference.GenerateAsync(VllmClient.Sized(5, 1), headers).ResponseAsync;

        if (isServed)
        {
            await call;
        }
        else
        {
            Assert.Equal(StatusCode.InvalidArgument, (await GrpcClient.ErrorOf(() => call)).Code);
        }

        Expected = isServed ? new LedgerCounts { Completed = 1 } : new LedgerCounts { Invalid = 1 };
    }

    private static GenerateRequest Seeded(StoppingCriteria stopping) => new() { Text = Text, Sampling = new RandomSampling { Seed = 11 }, Stopping = stopping };
}
