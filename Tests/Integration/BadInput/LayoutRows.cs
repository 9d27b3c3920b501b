using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Layouts of a conversation that are not to be had.</summary>
internal static class LayoutRows
{
    private const string Untrusted = "Chat template is passed with request, but --trust-request-chat-template is not set. Refused request with untrusted chat template.";

    private const string NoFunction = "chat completions only support assistant tool_calls of type 'function'. (parameter=tool_calls)";

    public static IReadOnlyList<BadBody> All { get; } =
    [
        OfChat("\"continue_final_message\":true,\"add_generation_prompt\":true", "Cannot set both `continue_final_message` and `add_generation_prompt` to True."),
        OfChat("\"continue_final_message\":true", "continue_final_message and add_generation_prompt are not compatible."),
        Tokenized("\"continue_final_message\":true,\"add_generation_prompt\":true", "Cannot set both `continue_final_message` and `add_generation_prompt` to True."),
        Tokenized("\"continue_final_message\":true", "continue_final_message and add_generation_prompt are not compatible."),
        Tokenized("\"chat_template\":\"{{ messages }}\"", Untrusted),
        OfChat("\"continue_final_message\":\"perhaps\"", "Input should be a valid boolean"),
        OfChat("\"chat_template\":\"{{ messages }}\"", Untrusted),
        OfChat("\"chat_template_kwargs\":{\"chat_template\":\"{{ messages }}\"}", Untrusted),
        OfChat("\"chat_template_kwargs\":7", "Input should be a valid dictionary"),
        OfChat("\"reasoning_effort\":\"maximal\"", "Input should be 'none', 'minimal', 'low', 'medium', 'high', 'xhigh' or 'max'"),
        OfChat("\"documents\":{}", "Input should be a valid list"),
        OfChat("\"documents\":[\"text\"]", "Input should be a valid dictionary"),
        OfChat("\"documents\":[{\"title\":\"a\",\"text\":7}]", "Input should be a valid string"),
        OfChat("\"parallel_tool_calls\":7", "Input should be a valid boolean"),
        new("a call of a custom tool in the history", Chat, Called("""{"id":"c","type":"custom","custom":{"name":"f","input":"x"}}"""), NoFunction),
        new("a call of nothing in the history", Chat, Called("{}"), NoFunction),
        new("a call of no type that is known", Chat, Called("""{"type":null,"function":{"name":"f"}}"""), NoFunction),
        new("a call of a text", "tokenize", Called("""{"type":"function","function":"f"}"""), NoFunction),
        new("a chat of no messages to tokenize", "tokenize", """{"messages":[]}""", "list object has no element 0"),
    ];

    private static string Called(string call) => $$"""{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{{call}}]}]}""";

    private static BadBody Tokenized(string field, string says) => OfChat(field, says) with { Path = "tokenize" };
}
