using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Emulator.Admission;

namespace Emulator.Api.OpenAi;

/// <summary>Which of a door's replicas answers: one that serves the model that was asked for, and of several the one with the fewest requests.</summary>
/// <param name="receptions">The replicas, in the order of their numbers; the first answers what names no model of theirs.</param>
internal sealed class ModelChoice(IReadOnlyList<Reception> receptions)
{
    private readonly Dictionary<Reception, long> _chosen = receptions.ToDictionary(one => one, _ => 0L);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Reception> All => receptions;

    /// <summary>Every name that a model is served under, with the first of the replicas that serve it under that name.</summary>
    public IEnumerable<(string Name, Reception Server)> Models =>
        receptions.SelectMany(server => server.Setup.ServedModelNames.Select(name => (name, server))).DistinctBy(model => model.name, StringComparer.Ordinal);

    /// <summary>Who answers a request with a JSON body, which is read ahead but stays to be read.</summary>
    public async ValueTask<Reception> ForBodyAsync(HttpRequest request)
    {
        if (receptions.Count == 1)
        {
            return receptions[0];
        }

        string? model;
        try
        {
            model = await PeekModelAsync(request.BodyReader, request.HttpContext.RequestAborted);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // Too large, cut off, given up: whoever reads the body next meets it again, and refuses it.
            return receptions[0];
        }

        return TryFind(model) ?? receptions[0];
    }

    /// <summary>Who serves a model.</summary>
    /// <exception cref="RefusedException">Nobody.</exception>
    public Reception For(string model)
    {
        if (TryFind(model) is { } found)
        {
            return found;
        }

        // Its refusal is the door's.
        receptions[0].CheckModel(model);
        return receptions[0];
    }

    private Reception? TryFind(string? model) =>
        string.IsNullOrEmpty(model)
            ? FewestOf(one => one.Setup.ServedModelName == receptions[0].Setup.ServedModelName)
            : FewestOf(one => one.Serves(model));

    // One choice after the other: of two requests that come at the same time the second sees where the first one goes, though it is not there yet.
    private Reception? FewestOf(Predicate<Reception> isMeant)
    {
        lock (_chosen)
        {
            Reception? fewest = receptions.Where(one => isMeant(one)).MinBy(LoadOf);
            if (fewest is not null)
            {
                _chosen[fewest]++;
            }

            return fewest;
        }
    }

    // Of those that have equally few now the one that was sent the fewest so far, so that a quiet server does not send all to its first replica.
    private (bool IsDraining, long InFlight, long Chosen) LoadOf(Reception one) => (one.Gate.IsDraining, one.Engine.Ledger.InFlight, _chosen[one]);

    private static async ValueTask<string?> PeekModelAsync(PipeReader body, CancellationToken gone)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(gone);
            string? model = read.IsCompleted ? ModelIn(read.Buffer) : null;
            body.AdvanceTo(read.Buffer.Start, read.IsCompleted ? read.Buffer.Start : read.Buffer.End);
            if (read.IsCompleted)
            {
                return model;
            }
        }
    }

    // The last one counts, as for whoever reads the body.
    private static string? ModelIn(ReadOnlySequence<byte> body)
    {
        string? model = null;
        try
        {
            Utf8JsonReader json = new(body);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
                {
                    bool isModel = json.ValueTextEquals("model");
                    json.Read();
                    model = isModel && json.TokenType == JsonTokenType.String ? json.GetString() : model;
                    json.Skip();
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Whoever reads the body refuses it.
        }

        return model;
    }
}
