using System.Numerics;
using System.Text.Json;
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
        reader.RequireRoom(body, prompts: 1);
        if (body.Messages is not null && body.Synthetic is not null)
        {
            throw ErrorTable.Invalid("synthetic", "synthetic and messages are both given; allowed is one of them.");
        }

        (string Role, string Content)[] turns = body.Synthetic is null ? ChatTurn.TextsOf(body.Messages ?? [], reception) : [];
        LayoutCheck.Check(body, reception);
        ReplyShape shape = reader.ShapeOf(body, isChat: true) with { Logprobs = LogprobsCheck.OfChat(body, reception) };
        ulong seed = (ulong)(body.Seed ?? 0) ^ SplitMix64.Mix((ulong)turns.Sum(turn => (long)turn.Content.Length));
        string? formed = ReplyFormat.TextFor(body, seed);
        bool endsWithResult = turns is [.., ("tool" or "function", _)];
        bool hasFunctions = reception.Behaviour.HasOpenAiRequests && body.Functions.ValueKind == JsonValueKind.Array;
        ToolUse? tool = hasFunctions ? OldFunctions.Of(body, endsWithResult) : ToolUse.Of(body, endsWithResult, reception);
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
            CallsOldFunction = tool is { IsOld: true },
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
        PromptCut cut = PromptCut.Of(body, maxTokens, reception);
        IReadOnlyCollection<(string Role, string Content)> conversation = ToolUse.WithTools(turns, hasFunctions ? body.Functions : body.Tools);
        TextBound.Need(body, [.. conversation.SelectMany(turn => (string[])[turn.Role, turn.Content])], maxTokens, reception);
        IReadOnlyList<int> tokens = cut.Apply(reception.Tokenizer.EncodeChat(conversation, LayoutCheck.EndOf(body)));
        return new Call(
            reader.Requests(body, maxTokens, [(_ => TextPrompt.Of(tokens), said)], text),
            shape with
            {
                PromptLogprobs = PromptLogprobs.Of(body, [tokens], reception),
                PromptTokenIds = shape.HasTokenIds ? [tokens] : [],
                PromptText = body.ReturnPromptText == true ? reception.Tokenizer.Decode(tokens) : null,
            });
    }

    // Beside a call there is no text; where the call was forced, or something is echoed, vLLM writes an empty one.
    private static string? TextBesideTool(ToolUse? tool, string? echoed, ReplyShape shape) =>
        tool is null || !shape.HasVllmFields ? null : echoed ?? (tool.IsForced ? "" : null);
}
