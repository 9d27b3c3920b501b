using Emulator.Configuration;
using Emulator.CostModel;
using Emulator.Engine;
using Emulator.KvCache;
using Emulator.Scheduling;
using Emulator.Scheduling.Policies;
using Emulator.Time;

namespace Tests.Simulation;

/// <summary>A server, its clients and what goes wrong, all drawn from one seed.</summary>
internal sealed class Scenario
{
    private static readonly StepCostModel s_cost = EngineSetup.From(ServerOptions.FromPreset("llama3-8b-h100")).Blueprint.CostModel;
    private static readonly string[] s_policies = [.. PolicyCatalogue.All.Select(policy => policy.Name)];

    private readonly Draw _draw;
    private int _clients;

    public Scenario(ulong seed)
    {
        Seed = seed;
        _draw = new Draw(seed);
        Options = Scheduler();
        Blueprint = new EngineBlueprint(Options, s_cost, MaxModelLength: _draw.Chance(0.1) ? 60 : 10_000, RequestTimeout: _draw.Chance(0.1) ? TimeSpan.FromMilliseconds(700) : null)
        {
            PrefillLimit = Options.ChunkedPrefill && _draw.Chance(0.2) ? new PrefillLimit(s_cost, TimeSpan.FromMilliseconds(6 + _draw.Between(0, 4)), Options.TokenBudget) : null,
            IngestDelay = _draw.Chance(0.2) ? new IngestDelay(_draw.UpTo(30), TimeSpan.FromMicroseconds(_draw.Between(0, 200))) : default,
        };
        Happenings = [.. Arrivals().Concat(Faults())];
    }

    public ulong Seed { get; }

    public SchedulerOptions Options { get; }

    public EngineBlueprint Blueprint { get; }

    /// <summary>In no order.</summary>
    public IReadOnlyList<Happening> Happenings { get; }

    /// <summary>The next turn of a conversation: the last prompt and answer, and something new.</summary>
    public Client FollowUp(Client before)
    {
        LiveRequest last = before.Request;
        TokenSequence prompt = new([.. last.Prompt.Runs, TokenRun.OfPart("out:" + last.Id, last.Outputs), TokenRun.OfPart($"own {_clients}", _draw.Small(1, 20))]);
        return new Client($"c{_clients++}", prompt, _draw) { Turns = before.Turns - 1 };
    }

    private SchedulerOptions Scheduler()
    {
        int sequences = _draw.Small(1, 12);
        bool chunked = _draw.Chance(0.75);
        return new SchedulerOptions
        {
            MaxNumSeqs = sequences,
            TokenBudget = sequences + _draw.Small(0, 120),
            BlockSize = _draw.Small(1, 16),
            NumGpuBlocks = 2 + _draw.Small(1, 120),
            ChunkedPrefill = chunked,
            LongPrefillThreshold = chunked && _draw.Chance(0.3) ? _draw.Between(1, 20) : 0,
            PrefixCaching = _draw.Chance(0.7),
            Policy = _draw.Of(s_policies),
            ReserveFullPrompt = _draw.Chance(0.6),
            WatermarkBlocks = _draw.Chance(0.3) ? _draw.Between(1, 4) : 0,
        };
    }

    private IEnumerable<Happening> Arrivals()
    {
        int waves = _draw.Between(1, 12);
        for (int wave = 0; wave < waves; wave++)
        {
            ModelTime at = ModelTime.Zero + _draw.UpTo(1_500);
            int burst = _draw.Chance(0.2) ? _draw.Between(5, 20) : 1;
            for (int i = 0; i < burst; i++)
            {
                TokenSequence prompt = new(TokenRun.OfPart($"family {_draw.Between(0, 3)}", _draw.Small(0, 60)), TokenRun.OfPart($"own {_clients}", _draw.Small(1, 60)));
                yield return new Happening(at, Arrives: new Client($"c{_clients++}", prompt, _draw));
            }
        }
    }

    private IEnumerable<Happening> Faults()
    {
        int faults = _draw.Small(0, 6);
        for (int i = 0; i < faults; i++)
        {
            Fault fault = _draw.Of(Enum.GetValues<Fault>());
            int amount = fault switch
            {
                Fault.PoolResized => 2 + _draw.Small(0, 150),
                Fault.BudgetChanged => Options.MaxNumSeqs + _draw.Small(0, 120),
                _ => 0,
            };
            yield return new Happening(ModelTime.Zero + _draw.UpTo(1_500), Fault: fault, Amount: amount, Downtime: fault == Fault.Crashed ? _draw.UpTo(100) : default);
        }
    }
}
