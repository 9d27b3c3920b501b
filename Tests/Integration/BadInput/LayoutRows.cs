using static Tests.Integration.BadInput.BadBody;

namespace Tests.Integration.BadInput;

/// <summary>Layouts of a conversation that are not to be had.</summary>
internal static class LayoutRows
{
    private const string Untrusted = "Chat template is passed with request, but --trust-request-chat-template is not set. Refused request with untrusted chat template.";

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
    ];

    private static BadBody Tokenized(string field, string says) => OfChat(field, says) with { Path = "tokenize" };
}
