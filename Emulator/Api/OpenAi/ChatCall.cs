using System.Numerics;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Content;
using Emulator.Numerics;

namespace Emulator.Api.OpenAi;

/// <summary>From the body of a chat request to a call.</summary>
internal static class ChatCall
{
    /// <summary>Makes the call.</summary>
    /// <exception cref="Admission.RefusedException">It is malformed, or for another model.</exception>
    public static Call Read(ChatBody body, CallReader reader, Reception reception)
    {
        BigInteger? maxTokens = body.MaxCompletionTokens ?? body.MaxTokens;
        reader.Check(body, maxTokens);
        if (body.Messages is not null && body.Synthetic is not null)
        {
            throw ErrorTable.Invalid("synthetic", "synthetic and messages are both given; allowed is one of them.");
        }

        (string Role, string Content)[] turns = ChatTurn.TextsOf(body.Messages ?? []);
        if (turns.Length == 0 && body.Synthetic is null)
        {
            throw ErrorTable.Invalid("messages", "messages is empty; allowed is at least one message.");
        }

        LayoutCheck.Check(body, reception);
        ReplyShape shape = reader.ShapeOf(body, isChat: true) with { Logprobs = LogprobsCheck.OfChat(body, reception) };
        ulong seed = (ulong)(body.Seed ?? 0) ^ SplitMix64.Mix((ulong)turns.Sum(turn => (long)turn.Content.Length));
        string? formed = ReplyFormat.TextFor(body, seed);
        ToolUse? tool = ToolUse.Of(body, turns is [.., ("tool", _)], reception);
        string? arguments = tool?.Arguments(seed);
        tool = arguments is null ? null : tool;
        string? text = arguments ?? formed;
        string role = body.AddGenerationPrompt == false && turns.Length > 0 ? turns[^1].Role : PromptTokenizer.AnswerRole;

        // An echo is of the answering side's own last message.
        string continued = body.Echo == true && turns.Length > 0 && turns[^1].Role == role ? turns[^1].Content : "";
        shape = shape with
        {
            Tool = tool?.Name,
            FinishesAsToolCalls = tool is { IsNamed: false },
            Role = role,
            Continued = continued,
            TextBesideTool = TextBesideTool(tool, body.Echo == true ? continued : null, shape),
        };
        if (body.Synthetic is not null)
        {
            PromptLogprobs.NeedText(body);
            return new Call(reader.Requests(body, maxTokens, [CallReader.SyntheticPrompt(body.Synthetic)], text), shape);
        }

        string said = turns.LastOrDefault(turn => turn.Role == "user").Content ?? "";
        IReadOnlyList<int> tokens = PromptCut.Of(body, maxTokens, reception).Apply(reception.Tokenizer.EncodeChat(ToolUse.WithTools(turns, body.Tools), LayoutCheck.EndOf(body)));
        return new Call(
            reader.Requests(body, maxTokens, [(_ => TextPrompt.Of(tokens), said)], text),
            shape with
            {
                PromptLogprobs = PromptLogprobs.Of(body, [tokens], reception),
                PromptTokenIds = shape.HasTokenIds ? [tokens] : [],
                PromptText = body.ReturnPromptText == true ? reception.Tokenizer.Decode(tokens) : null,
            });
    }

    // vLLM's parser finds no text beside a call; where the call was forced, or something is echoed, it writes an empty one.
    private static string? TextBesideTool(ToolUse? tool, string? echoed, ReplyShape shape) => tool is null ? null
        : shape.HasVllmFields ? echoed ?? (tool.IsForced ? "" : null)
        : tool.IsNamed ? ""
        : null;
}
