using System.Globalization;
using System.Text;

namespace Emulator.Configuration.Behaviour;

/// <summary>The differences between the servers as people read them: what <c>--print-config</c> and the reference show.</summary>
public static class BehaviourTable
{
    private const int WhatWidth = 32;
    private const int CellWidth = 20;

    /// <summary>The servers, as <c>behave-as</c> names them.</summary>
    public static IReadOnlyList<(string Name, BehaveAs Server)> Servers { get; } = [("vllm", BehaveAs.Vllm), ("openai", BehaveAs.OpenAi), ("strict", BehaveAs.Strict)];

    /// <summary>What differs, and how each server has it.</summary>
    public static IReadOnlyList<(string What, Func<ServerBehaviour, string> Value)> Rows { get; } =
    [
        ("error codes", b => b.HasOpenAiErrors ? "words" : "HTTP status"),
        ("too many wait", b => b.QueueFullStatus.ToString(CultureInfo.InvariantCulture)),
        ("may wait, if not set", b => b.WaitingForEachRunning is { } each ? $"{each} x max-num-seqs" : ServerBehaviour.MemoryGuard.ToString(CultureInfo.InvariantCulture)),
        ("slow readers, if not set", b => b.AbortsSlowReaders ? "aborted" : "buffered"),
        ("requests in flight at SIGTERM", b => b.Drain == TimeSpan.Zero ? "ended at once" : $"{Quantity.Print(b.Drain)} to end"),
        ("dropped vllm.Inference streams", b => b.AbortsDroppedVllmStreams ? "abort" : "run on"),
        ("parameters", b => b.HasOpenAiRequests ? "OpenAI's" : "vLLM's"),
        ("words for bad parameters", b => b.HasOpenAiRequests ? "OpenAI's" : "vLLM's, pydantic's"),
        ("unknown fields", b => b.HasOpenAiRequests ? "refused" : "ignored"),
        ("text that reads as a number", b => b.HasOpenAiRequests ? "refused" : "taken"),
        ("model in requests", b => b.HasOpenAiRequests ? "required" : "optional"),
        ("unknown roles", b => b.HasOpenAiRequests ? "refused" : "taken"),
        ("calls without their results", b => b.HasOpenAiRequests ? "refused" : "taken"),
        ("json_object without the word", b => b.HasOpenAiRequests ? "refused" : "taken"),
        ("strict schemas", b => b.HasOpenAiRequests ? "checked" : "like others"),
        ("empty texts in /v1/completions", b => b.HasOpenAiRequests ? "taken" : "refused"),
        ("functions, function_call", b => b.HasOpenAiRequests ? "called" : "ignored"),
        ("/tokenize, /detokenize", b => b.HasOpenAiRequests ? "404" : "there"),
        ("most answers, stop texts", b => b.HasOpenAiRequests ? "128, 4" : "16384, 16"),
        ("several greedy answers", b => b.HasOpenAiRequests ? "taken" : "refused"),
        ("fields of answers", b => b.HasOpenAiReplies ? "OpenAI's" : "vLLM's too"),
        ("owner of models", b => b.ModelOwner),
        ("content beside a named call", b => b.HasOpenAiReplies ? "null" : "empty"),
        ("chunks before the usage", b => b.HasOpenAiReplies ? "usage: null" : "no usage"),
        ("ids of function calls", b => b.HasOpenAiReplies ? "call_..." : "chatcmpl-tool-..."),
        ("finish_reason in a stream", b => b.FinishesInOwnChunk ? "own chunk" : "last token's"),
        ("cached tokens in usage", b => b.AlwaysDetailsPromptTokens ? "always" : "by flag"),
        ("Server in answers", b => b.ServerHeader),
        ("openai-processing-ms, -version", b => b.TellsProcessingTime ? "always" : "never"),
        ("X-Request-Id in answers", b => b.AlwaysSendsRequestId ? "always" : "by flag"),
        ("tool_choice auto", b => b.CallsToolsUnasked ? "works" : "by flag"),
        ("GET /v1/models/NAME", b => b.TellsOneModel ? "the model" : "404"),
    ];

    /// <summary>The table as comment lines of YAML, with a mark at the server that was chosen.</summary>
    public static string ToYamlComment(BehaveAs chosen)
    {
        StringBuilder text = new();
        Line("behave-as", server => server.Server == chosen ? $"[{server.Name}]" : server.Name);
        foreach ((string what, Func<ServerBehaviour, string> value) in Rows)
        {
            Line(what, server => value(ServerBehaviour.Of(server.Server)));
        }

        return text.ToString();

        void Line(string what, Func<(string Name, BehaveAs Server), string> cell) =>
            text.Append("#   ").Append(what.PadRight(WhatWidth)).Append(string.Concat(Servers.Select(server => cell(server).PadRight(CellWidth))).TrimEnd()).Append('\n');
    }
}
