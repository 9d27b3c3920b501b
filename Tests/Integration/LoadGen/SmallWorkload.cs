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
}
