using Emulator.Engine;

namespace Tests.Integration.OpenAi;

/// <summary>
/// Answers and errors, chunk by chunk, for a table of requests. What they are checked against is vLLM's source (<c>entrypoints/openai</c>, <c>sampling_params.py</c>,
/// <c>exception_handling</c>) and OpenAI's API reference; a golden file that changes is read against these again.
/// </summary>
public sealed class TranscriptTests : ServerTests
{
    private const string Chat = "v1/chat/completions";
    private const string Text = "v1/completions";
    private const string Hello = """
        "messages":[{"role":"user","content":"Hello"}]
        """;
    private const string Tools = """
        "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string","enum":["Oslo","Lima"]},"days":{"type":"integer","minimum":1,"maximum":7}},"required":["city"]}}}]
        """;
    private const string Functions = """
        "functions":[{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string","enum":["Oslo","Lima"]}},"required":["city"]}}]
        """;
    private const string CallsTools = "--enable-auto-tool-choice true --tool-call-parser hermes";
    private const string OpenAi = "--behave-as openai";
    private const string Model = """
        "model":"Llama-3.1-8B"
        """;

    private readonly HttpClient _http = new();

    public static TheoryData<TranscriptRequest> Requests =>
    [
        // Streams.
        Of("chat-stream", Chat, """{<hello>,"max_tokens":4,"stream":true,"seed":1}"""),
        Of("chat-stream-stop", Chat, """{"synthetic":{"tokens":9,"output_tokens":3},"stream":true,"seed":1}"""),
        Of("chat-stream-usage", Chat, """{<hello>,"max_tokens":3,"stream":true,"seed":1,"stream_options":{"include_usage":true}}"""),
        Of("chat-stream-continuous-usage", Chat, """{<hello>,"max_tokens":3,"stream":true,"seed":1,"stream_options":{"include_usage":true,"continuous_usage_stats":true}}"""),
        Of("chat-stream-forced-usage", Chat, """{<hello>,"max_tokens":2,"stream":true,"seed":1}""", "--enable-force-include-usage true --enable-prompt-tokens-details true"),
        Of("chat-stream-n", Chat, """{<hello>,"max_tokens":3,"stream":true,"seed":1,"n":2}"""),
        Of("chat-stream-logprobs", Chat, """{<hello>,"max_tokens":2,"stream":true,"seed":1,"logprobs":true,"top_logprobs":2}"""),
        Of("chat-stream-token-ids", Chat, """{<hello>,"max_tokens":2,"stream":true,"seed":1,"return_token_ids":true}"""),
        Of("text-stream-token-ids", Text, """{"prompt":["Once","Twice upon"],"max_tokens":2,"stream":true,"seed":1,"return_token_ids":true}"""),
        Of("text-stream-echo-token-ids", Text, """{"prompt":"Once upon","max_tokens":2,"stream":true,"seed":1,"echo":true,"logprobs":1,"return_token_ids":true,"return_tokens_as_token_ids":true}"""),
        Of("chat-stream-prompt-text", Chat, """{<hello>,"max_tokens":1,"stream":true,"seed":1,"n":2,"return_token_ids":true,"return_prompt_text":true}"""),
        Of("chat-stream-tools", Chat, """{<hello>,<tools>,"stream":true,"seed":1}""", CallsTools),
        Of("chat-stream-named-tool", Chat, """{<hello>,<tools>,"stream":true,"seed":1,"tool_choice":{"type":"function","function":{"name":"get_weather"}}}""", CallsTools),
        Of("chat-stream-stop-string", Chat, """{<hello>,"max_tokens":12,"stream":true,"seed":1,"stop":["near","full"]}"""),
        Of("chat-stream-openai", Chat, """{<model>,<hello>,"max_tokens":3,"stream":true,"seed":1,"stream_options":{"include_usage":true}}""", OpenAi),
        Of("chat-stream-stop-openai", Chat, """{<model>,<hello>,"stream":true,"seed":1}""", $"{OpenAi} --content echo"),
        Of("chat-stream-tools-openai", Chat, """{<model>,<hello>,<tools>,"stream":true,"seed":1}""", OpenAi),
        Of("chat-stream-function-openai", Chat, """{<model>,<hello>,<functions>,"stream":true,"seed":1}""", OpenAi),
        Of("text-stream-openai", Text, """{<model>,"prompt":"Once upon a time","max_tokens":2,"stream":true,"seed":1,"stream_options":{"include_usage":true}}""", OpenAi),
        Of("text-stream", Text, """{"prompt":"Once upon a time","max_tokens":4,"stream":true,"seed":1}"""),
        Of("text-stream-several", Text, """{"prompt":["Once","Twice upon"],"max_tokens":2,"stream":true,"seed":1,"stream_options":{"include_usage":true}}"""),
        Of("text-stream-echo-logprobs", Text, """{"prompt":"Once upon","max_tokens":2,"stream":true,"seed":1,"echo":true,"logprobs":1}"""),

        // Whole answers.
        Of("chat", Chat, """{<hello>,"max_tokens":4,"seed":1}"""),
        Of("chat-openai", Chat, """{<model>,<hello>,"max_tokens":4,"seed":1}""", OpenAi),
        Of("chat-tool-openai", Chat, """{<model>,<hello>,<tools>,"seed":1,"logprobs":true}""", OpenAi),
        Of("chat-named-tool-openai", Chat, """{<model>,<hello>,<tools>,"seed":1,"tool_choice":{"type":"function","function":{"name":"get_weather"}}}""", OpenAi),
        Of("chat-function-openai", Chat, """{<model>,<hello>,<functions>,"seed":1}""", OpenAi),
        Of("chat-named-function-openai", Chat, """{<model>,<hello>,<functions>,"function_call":{"name":"get_weather"},"seed":1}""", OpenAi),
        Of("chat-function-result-openai", Chat, """{<model>,"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"function_call":{"name":"get_weather","arguments":"{}"}},{"role":"function","name":"get_weather","content":"Rain"}],<functions>,"max_tokens":2,"seed":1}""", OpenAi),
        Of("chat-functions", Chat, """{<hello>,<functions>,"max_tokens":2,"seed":1}"""),
        Of("text-empty-openai", Text, """{<model>,"prompt":"","max_tokens":2,"seed":1,"echo":true}""", OpenAi),
        Of("text-openai", Text, """{<model>,"prompt":"Once upon a time","seed":1,"logprobs":1,"max_tokens":1}""", OpenAi),
        Of("chat-n", Chat, """{<hello>,"max_completion_tokens":3,"seed":1,"n":3}"""),
        Of("chat-stop-token", Chat, """{<hello>,"max_tokens":30,"seed":1,"stop_token_ids":[13]}"""),
        Of("chat-min-tokens", Chat, """{"synthetic":{"tokens":9,"output_tokens":2},"min_tokens":5,"seed":1}"""),
        Of("chat-tool", Chat, """{<hello>,<tools>,"tool_choice":"required","seed":1}""", CallsTools),
        Of("chat-named-tool", Chat, """{<hello>,<tools>,"tool_choice":{"type":"function","function":{"name":"get_weather"}},"seed":1}""", CallsTools),
        Of("chat-auto-tool", Chat, """{<hello>,<tools>,"seed":1}""", CallsTools),
        Of("chat-tool-choice-null", Chat, """{<hello>,<tools>,"tool_choice":null,"seed":1,"max_tokens":2}""", CallsTools),
        Of("chat-tool-result", Chat, """{"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"Rain"}],<tools>,"max_tokens":4,"seed":1}""", CallsTools),
        Of("chat-json-object", Chat, """{<hello>,"response_format":{"type":"json_object"},"seed":1}"""),
        Of("chat-json-schema", Chat, """{<hello>,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object","properties":{"name":{"type":"string","maxLength":8},"tags":{"type":"array","items":{"type":"string"},"maxItems":1},"score":{"type":"number","minimum":0,"maximum":1}}}}},"seed":1}"""),
        Of("chat-regex", Chat, """{<hello>,"structured_outputs":{"regex":"[A-Z][a-z]{2,5}-\\d{3}(\\.[^0-9]|!)?"},"seed":1}"""),
        Of("chat-rich-schema", Chat, """{<hello>,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","allOf":[{"properties":{"id":{"type":"string","pattern":"^[a-f0-9]{8}$"}}}],"properties":{"id":{"minLength":8},"at":{"type":"string","format":"date-time"},"size":{"type":["number","null"],"exclusiveMinimum":0,"multipleOf":0.5},"pair":{"type":"array","prefixItems":[{"const":1},{"oneOf":[{"type":"integer"},{"type":"number"}]}],"items":false},"next":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/node"}]}},"required":["id","next"],"additionalProperties":false,"not":{"required":["none"]}}}}}},"seed":1}"""),
        Of("chat-logprobs", Chat, """{<hello>,"max_tokens":2,"seed":1,"logprobs":true}"""),
        Of("chat-token-ids", Chat, """{<hello>,"max_tokens":2,"seed":1,"return_token_ids":true,"return_prompt_text":true}"""),
        Of("chat-logprobs-by-id", Chat, """{<hello>,"max_tokens":1,"seed":1,"logprobs":true,"top_logprobs":2,"return_tokens_as_token_ids":true}"""),
        Of("chat-without-header", Chat, """{<hello>,"add_generation_prompt":false,"echo":true,"max_tokens":2,"seed":1}"""),
        Of("chat-stream-without-header", Chat, """{<hello>,"add_generation_prompt":false,"echo":true,"max_tokens":2,"seed":1,"stream":true}"""),
        Of("text-beams", Text, """{"prompt":"Once upon","max_tokens":2,"seed":1,"n":2,"temperature":0,"use_beam_search":true}"""),
        Of("text-token-ids", Text, """{"prompt":["Once upon","Twice"],"max_tokens":2,"seed":1,"n":2,"return_token_ids":true}"""),
        Of("text-echo-token-ids", Text, """{"prompt":[200999,24912],"max_tokens":0,"echo":true,"logprobs":1,"return_token_ids":true,"return_tokens_as_token_ids":true}"""),
        Of("chat-content-parts", Chat, """{"messages":[{"role":"user","content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}],"max_tokens":2,"seed":1}"""),
        Of("chat-content-kinds", Chat, """{"messages":[{"role":"user","content":[{"type":"text"},{"type":"input_text","text":"a"},"b",{"type":"output_text","text":"c"},{"type":"refusal","refusal":"d"},{"type":"thinking","thinking":"e"},{"type":"tool_reference","name":"f"}]}]}""", "--content echo"),
        Of("chat-echo", Chat, """{"messages":[{"role":"user","content":"Grüß dich, 世界 👋"}]}""", "--content echo"),
        Of("chat-continued", Chat, """{"messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":"Well,"}],"add_generation_prompt":false,"continue_final_message":true,"echo":true,"max_tokens":2,"seed":1}"""),
        Of("chat-stream-continued", Chat, """{"messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":"Well,"}],"add_generation_prompt":false,"continue_final_message":true,"echo":true,"max_tokens":2,"seed":1,"stream":true,"n":2}"""),
        Of("text", Text, """{"prompt":"Once upon a time","seed":1}"""),
        Of("text-tokens", Text, """{"prompt":[24912,2375],"max_tokens":3,"seed":1,"echo":true}"""),
        Of("text-echo-only", Text, """{"prompt":"Once upon","max_tokens":0,"echo":true,"logprobs":0}"""),
        Of("chat-prompt-logprobs", Chat, """{<hello>,"max_tokens":1,"seed":1,"prompt_logprobs":1}"""),
        Of("text-prompt-logprobs", Text, """{"prompt":["Once upon a","Twice"],"max_tokens":1,"seed":1,"prompt_logprobs":2}"""),
        Of("text-logprobs", Text, """{"prompt":"Once upon","max_tokens":2,"seed":1,"logprobs":2}"""),

        // Errors.
        Of("error-no-messages", Chat, "{}"),
        Of("error-wrong-type", Chat, """{<hello>,"max_tokens":"many"}"""),
        Of("error-no-json", Chat, """{"messages":"""),
        Of("error-model", Chat, """{"model":"gpt-9",<hello>}"""),
        Of("error-model-openai", Chat, """{"model":"gpt-9",<hello>}""", OpenAi),
        Of("error-no-model-openai", Chat, """{<hello>}""", OpenAi),
        Of("error-unknown-field-openai", Chat, """{<model>,<hello>,"temprature":1}""", OpenAi),
        Of("error-temperature", Chat, """{<hello>,"temperature":2.5}"""),
        Of("error-top-p", Text, """{"prompt":"x","top_p":0}"""),
        Of("error-n-greedy", Chat, """{<hello>,"n":2,"temperature":0}"""),
        Of("error-min-tokens", Chat, """{<hello>,"max_tokens":2,"min_tokens":3}"""),
        Of("error-stream-options", Chat, """{<hello>,"stream_options":{"include_usage":true}}"""),
        Of("error-top-logprobs", Chat, """{<hello>,"top_logprobs":2}"""),
        Of("error-too-many-logprobs", Chat, """{<hello>,"logprobs":true,"top_logprobs":21}"""),
        Of("error-auto-tools", Chat, """{<hello>,<tools>}"""),
        Of("error-tool-choice", Chat, """{<hello>,<tools>,"tool_choice":{"type":"function","function":{"name":"nope"}}}"""),
        Of("error-forced-tool", Chat, """{<hello>,<tools>,"tool_choice":"required"}"""),
        Of("error-logit-bias", Chat, """{<hello>,"logit_bias":{"7":1,"999999":-5}}"""),
        Of("error-empty-tools", Chat, """{<hello>,"tools":[]}"""),
        Of("error-empty-prompt", Text, """{"prompt":""}"""),
        Of("error-priority", Chat, """{<hello>,"priority":1}"""),
        Of("error-image", Chat, """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}"""),
        Of("error-too-long", Chat, """{"synthetic":{"tokens":100},"max_tokens":30}""", "--max-model-len 128"),
        Of("error-too-long-openai", Chat, """{<model>,<hello>,"max_tokens":128}""", "--max-model-len 128 --behave-as openai"),
        Of("error-text-too-long-openai", Text, """{<model>,"prompt":"Once upon a time","max_tokens":128}""", "--max-model-len 128 --behave-as openai"),
        Of("error-tokenize-openai", "tokenize", """{"prompt":"Once"}""", OpenAi),
        Of("error-role-strict", Chat, """{<model>,"messages":[{"role":"bard","content":"x"}]}""", "--behave-as strict"),
        Of("error-path", "v1/embeddings", "{}"),
    ];

    private static TranscriptRequest Of(string name, string path, string body, string options = "") => new(
        name,
        path,
        body.Replace("<hello>", Hello, StringComparison.Ordinal).Replace("<tools>", Tools, StringComparison.Ordinal).Replace("<functions>", Functions, StringComparison.Ordinal).Replace("<model>", Model, StringComparison.Ordinal),
        options);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task An_answer_reads_as_its_golden_file_says(TranscriptRequest request)
    {
        (Emulator.Api.EmulatorServer server, SteppedClock clock) = await StartSteppedAsync(request.Options);

        string transcript = await Transcript.OfAsync(server, clock, _http, request);

        Golden.Matches($"POST /{request.Path} {request.Options}\n{request.Body}\n\n{transcript}", "Tests", "Integration", "golden", $"{request.Name}.txt");
        clock.RunFree();
        Wait.Until(() => server.Engine.Ledger.InFlight == 0, "the end of the request");
        LedgerCounts counts = server.Engine.Ledger.Read();
        Assert.Equal(request.Name.StartsWith("error-", StringComparison.Ordinal), counts.Completed == 0);
        Expected = counts with { Received = 0 };
    }
}
