using Emulator.Admission;
using Emulator.Api;
using Emulator.Configuration;
using Emulator.Content;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Prometheus;
using Emulator.Time;
using Emulator.Tracing;
using Telemetry.Names;

namespace Tests.Fuzz.Targets;

/// <summary>Where requests arrive whose reading is tested: a reception whose engine gets none of them.</summary>
internal sealed class Requests
{
    // Each is read alike.
    private const int MostAnswers = 4;
    private const int MostTokens = 8;

    private Requests(params (string Name, string Value)[] options)
    {
        EngineSetup setup = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100", options.ToDictionary(option => option.Name, option => option.Value)));
        EngineReplica engine = new(setup.Blueprint, new WallClock(1));
        EngineMetrics metrics = new(engine, setup.ServedModelName, setup.Gpu, setup.Options.TensorParallelSize);
        Reception = new Reception(setup, engine, metrics, new EngineRecorder(setup, engine).Doors, new ReplyWriter(PromptTokenizer.O200k, ContentSource.Prose));
    }

    /// <summary>As harsh as vLLM, with everything allowed that a flag allows.</summary>
    public static Requests Lax { get; } = new(("enable-auto-tool-choice", "true"), ("tool-call-parser", "hermes"), ("scheduling-policy", "priority"), ("request-control", "true"), ("max-logprobs", "20"));

    /// <summary>A server that refuses whatever is doubtful.</summary>
    public static Requests Strict { get; } = new(("behave-as", "strict"));

    public Reception Reception { get; }

    /// <summary>Reads, and does with what was read what the reception does before the engine gets it.</summary>
    /// <returns>Why it was refused; null when it was taken.</returns>
    public string? Read(Func<IReadOnlyList<GenerationRequest>> read)
    {
        try
        {
            foreach (GenerationRequest asked in read().Take(MostAnswers))
            {
                TokenSequence prompt = asked.Prompt("request");
                if (Reception.Gate.CheckLength(prompt.Length, asked.MaxTokens, Operations.Chat) is { } refusal)
                {
                    return refusal.Message;
                }

                int most = asked.MaxTokens is { } limit ? (int)limit : Reception.Gate.Room(prompt.Length);
                Reply reply = Reception.Replies.Write(asked.Reply, asked.Seed ?? 0, most);
                reply.Text.Text(0, Math.Min(Math.Min(reply.Length, most), MostTokens));
            }

            return null;
        }
        catch (RefusedException refused)
        {
            // Every refusal has its row; and none of these is the server's fault, but that no server has room for as many answers as a small body can ask for.
            ErrorRow row = ErrorTable.RowOf(refused.Refusal);
            return row.Http is >= 400 and < 500 or 501 || refused.Refusal.Code == RefusalCode.QueueFull ? refused.Refusal.Message : throw new InvalidOperationException($"status {row.Http} for what a client sent", refused);
        }
    }
}
