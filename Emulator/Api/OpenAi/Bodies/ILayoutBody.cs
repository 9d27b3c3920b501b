using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>What bodies say of how a conversation is laid out.</summary>
internal interface ILayoutBody
{
    /// <summary>Whether the prompt ends with the header of an answer.</summary>
    bool? AddGenerationPrompt { get; }

    /// <summary>Whether the answer goes on with the last message.</summary>
    bool? ContinueFinalMessage { get; }

    /// <summary>How the conversation is laid out; taken under <c>trust-request-chat-template</c>, and without effect: the layout is this server's own.</summary>
    string? ChatTemplate { get; }

    /// <inheritdoc cref="ChatTemplate"/>
    JsonElement ChatTemplateKwargs { get; }
}
