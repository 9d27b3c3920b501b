using System.Globalization;
using Emulator;
using LoadGen.Arrivals;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace LoadGen.Fidelity;

/// <summary>The requests of a published measurement: no two with a common prefix, all of one length but for the answers of a closed loop.</summary>
/// <param name="Schedules">What arrives when, a schedule a run; figures are means over them.</param>
/// <param name="Assumptions">What is not published and was assumed, a clause each.</param>
internal sealed record MeasuredLoad(IReadOnlyList<LoadSchedule> Schedules, IReadOnlyList<string> Assumptions)
{
    /// <summary>Requests of a run of TensorRT-LLM's online tables: "with 500 requests" (perf-overview.md @ 258c7540).</summary>
    private const int OnlineRequests = 500;

    /// <summary>Requests of each client in a closed loop, where the source does not say.</summary>
    /// <remarks>Inferred: all clients start at once, and that first wave waits far longer than any later request. In the published mean TTFT of
    /// Llama-3.1-70B it weighs a tenth, from 4 clients to 64 and from prompts of 1,024 tokens to 8,192.</remarks>
    private const int RequestsPerClient = 10;

    /// <summary>Answers of a closed loop are uniform within this share of the published length, with that as their mean.</summary>
    /// <remarks>Inferred: with equal answers, clients that start together stay in step for ever, and 4 prompts of 1,024 tokens always come in one step:
    /// 234 ms for Llama-3.1-70B on 4 H100, where 80 ms were measured, a prompt alone and a tenth of the first wave. TPOT does not depend on it.</remarks>
    private const double AnswerSpread = 0.1;

    /// <summary>Runs of an open loop, each with its own draw of arrivals.</summary>
    private const int OpenLoopRuns = 5;

    /// <summary>Output tokens of a whole run: more are not simulated, so that any file ends in reasonable time.</summary>
    private const long OutputTokensMax = 200_000_000;

    /// <summary>Requests of TensorRT-LLM's throughput tables, by input and output length (perf-overview.md @ 258c7540 and @ 00f37686).</summary>
    private static readonly Dictionary<(int Prompt, int Output), int> PublishedCounts = new()
    {
        [(128, 128)] = 30_000,
        [(128, 2_048)] = 3_000,
        [(128, 4_096)] = 1_500,
        [(500, 2_000)] = 3_000,
        [(1_000, 1_000)] = 3_000,
        [(1_000, 2_000)] = 1_500,
        [(2_048, 128)] = 3_000,
        [(2_048, 2_048)] = 1_500,
        [(5_000, 500)] = 1_500,
        [(20_000, 2_000)] = 1_000,
    };

    /// <summary>Tokens of the longest request, prompt and answer.</summary>
    public int LongestRequestTokens => Schedules.Max(schedule => schedule.Arrivals.Max(arrival => arrival.PromptTokens + arrival.OutputTokens));

    /// <summary>The load of <paramref name="deployment"/>.</summary>
    /// <exception cref="InvalidConfigurationException">It has too many tokens to be simulated.</exception>
    public static MeasuredLoad Of(Deployment deployment) => deployment.Load switch
    {
        ServingLoad.ClosedLoop loop => ClosedLoop(deployment, loop.Clients),
        ServingLoad.OpenLoop loop => OpenLoop(deployment, loop.RequestsPerSecond),
        ServingLoad.Saturated => AtOnce(deployment, SaturatedCount(deployment, out string? assumption), assumption),
        _ => AtOnce(deployment, OnlineRequests, null),
    };

    private static MeasuredLoad ClosedLoop(Deployment deployment, int clients)
    {
        List<Arrival> arrivals = Checked(deployment, (long)clients * RequestsPerClient);
        SeededRandom random = new(seed: 1, "answers");
        for (int client = 0; client < clients; client++)
        {
            for (int turn = 0; turn < RequestsPerClient; turn++)
            {
                double share = 1 + (AnswerSpread * ((2 * random.NextUniform()) - 1));
                arrivals.Add(Request(
                    Id(client, turn), Id(client, 0), deployment.PromptTokens, (int)Math.Round(deployment.OutputTokens * share), before: turn == 0 ? null : Id(client, turn - 1), turn + 1));
            }
        }

        return new MeasuredLoad(
            [LoadSchedule.FromArrivals(arrivals, "closed loop")],
            [string.Create(CultureInfo.InvariantCulture, $"{RequestsPerClient} requests a client, the first of all at once, answers of {1 - AnswerSpread} to {1 + AnswerSpread} of osl")]);
    }

    private static MeasuredLoad OpenLoop(Deployment deployment, double requestsPerSecond)
    {
        _ = Checked(deployment, (long)OnlineRequests * OpenLoopRuns);
        return new MeasuredLoad([.. Enumerable.Range(1, OpenLoopRuns).Select(seed => Poisson(deployment, requestsPerSecond, seed))], []);
    }

    private static LoadSchedule Poisson(Deployment deployment, double requestsPerSecond, int seed)
    {
        SeededRandom random = new(seed, "arrivals");
        IEnumerable<double> times = new PoissonArrivals(requestsPerSecond).Times(random.NextUniform, rateScale: 1).Take(OnlineRequests);
        return LoadSchedule.FromArrivals(
            times.Select((seconds, i) => Alone(deployment, i, TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6)))), "open loop");
    }

    private static MeasuredLoad AtOnce(Deployment deployment, int count, string? assumption)
    {
        List<Arrival> arrivals = Checked(deployment, count);
        for (int i = 0; i < count; i++)
        {
            arrivals.Add(Alone(deployment, i, TimeSpan.Zero));
        }

        return new MeasuredLoad([LoadSchedule.FromArrivals(arrivals, "at once")], assumption is null ? [] : [assumption]);
    }

    private static int SaturatedCount(Deployment deployment, out string? assumption)
    {
        const int shortCount = 3_000;
        const int longCount = 1_500;
        const int longTokens = 4_000;
        if (PublishedCounts.TryGetValue((deployment.PromptTokens, deployment.OutputTokens), out int published))
        {
            assumption = null;
            return published;
        }

        int count = deployment.SequenceTokens < longTokens ? shortCount : longCount;
        assumption = string.Create(CultureInfo.InvariantCulture, $"the number of requests is not published for these lengths, {count} assumed");
        return count;
    }

    private static List<Arrival> Checked(Deployment deployment, long requests) => requests * deployment.OutputTokens <= OutputTokensMax
        ? new List<Arrival>((int)requests)
        : throw new InvalidConfigurationException(string.Create(
            CultureInfo.InvariantCulture, $"{requests} requests of {deployment.OutputTokens} output tokens are more than the {OutputTokensMax} that one run simulates."));

    private static string Id(int client, int turn) => string.Create(CultureInfo.InvariantCulture, $"{client}.{turn}");

    private static Arrival Alone(Deployment deployment, int number, TimeSpan at) =>
        Request(Id(number, 0), Id(number, 0), deployment.PromptTokens, deployment.OutputTokens, before: null, turn: 1, at);

    private static Arrival Request(string id, string conversation, int promptTokens, int outputTokens, string? before, int turn, TimeSpan at = default) => new()
    {
        Id = id,
        Conversation = conversation,
        Turn = turn,
        After = before,
        At = before is null ? at : null,
        Profile = "measured",
        PromptTokens = promptTokens,
        OutputTokens = outputTokens,
        MaxOutputTokens = outputTokens,
    };
}
