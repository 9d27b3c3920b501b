using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>What is wrong with a body, found on a walk through it. Where nothing is, the walk leaves nothing behind.</summary>
/// <param name="root">Where the walk begins.</param>
internal sealed class FaultList(string root = "body")
{
    // No client reads more, and a body of megabytes may have millions.
    private const int MostKept = 100_000;

    private readonly List<Fault> _faults = [];
    private readonly List<PlaceStep> _place = [new PlaceStep(root)];

    /// <summary>What was found: the first ones, where there are very many.</summary>
    public IReadOnlyList<Fault> Found => _faults;

    /// <summary>How many were found.</summary>
    public int Count { get; private set; }

    /// <summary>Goes a step down.</summary>
    public void Enter(PlaceStep step) => _place.Add(step);

    /// <summary>Goes up again.</summary>
    public void Leave() => _place.RemoveAt(_place.Count - 1);

    /// <summary>Adds a fault at the place where the walk is.</summary>
    /// <param name="type">What pydantic calls it.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="input">The value that is.</param>
    /// <param name="context">What the message was made of, as a Python dictionary.</param>
    public void Add(string type, string message, JsonElement input, string? context = null)
    {
        Count++;
        if (_faults.Count < MostKept)
        {
            _faults.Add(new Fault(type, [.. _place], message, input, context));
        }
    }

    /// <summary>Forgets all but the first ones.</summary>
    public void Forget(int allBut)
    {
        Count = allBut;
        _faults.RemoveRange(Math.Min(allBut, _faults.Count), Math.Max(0, _faults.Count - allBut));
    }
}
