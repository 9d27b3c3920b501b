namespace Tests.Integration.LoadGen;

/// <summary>Workloads that a small host carries on time, as files.</summary>
internal static class SmallWorkload
{
    /// <summary>Short chats of several turns, 3 first turns a second.</summary>
    public static string Chats(TemporaryFolder folder) => folder.Write("chats.yaml", """
        name: chats
        profiles:
          - name: chat
            rate: 3
            prompt_tokens: { uniform: { min: 20, max: 60 } }
            output_tokens: { uniform: { min: 4, max: 12 } }
            conversation: { open: 1, continue: 0.6, max_turns: 4, think: { exponential: { mean: 0.3s } } }
        """);

    /// <summary>Answers of 400 tokens, some four seconds of model time each.</summary>
    public static string LongAnswers(TemporaryFolder folder) => folder.Write("long.yaml", """
        name: long
        profiles:
          - name: essay
            rate: 2
            prompt_tokens: 50
            output_tokens: 400
        """);

    /// <summary>
    /// A schedule for runs that are cut off: a conversation of short turns, each of which comes when the client has the answer before it, beside
    /// answers of 8,000 tokens, so many that some are always in flight. Once the server has completed three, the client has seen two.
    /// </summary>
    public static string TurnsBesideLongAnswers(TemporaryFolder folder)
    {
        IEnumerable<string> turns = Enumerable.Range(1, 40).Select(turn => turn == 1
            ? """{"id":"t1","at":0,"profile":"chat","prompt_tokens":20,"output_tokens":2,"max_output_tokens":2,"conversation":"c"}"""
            : $$"""{"id":"t{{turn}}","after":"t{{turn - 1}}","think":0,"profile":"chat","prompt_tokens":20,"output_tokens":2,"max_output_tokens":2,"conversation":"c","turn":{{turn}}}""");
        IEnumerable<string> answers = Enumerable.Range(0, 180).Select(i =>
            $$"""{"id":"a{{i}}","at":{{20 * i}},"profile":"essay","prompt_tokens":50,"output_tokens":8000,"max_output_tokens":8000}""");
        return folder.Write("long.jsonl", string.Join('\n', turns.Concat(answers)) + "\n");
    }
}
