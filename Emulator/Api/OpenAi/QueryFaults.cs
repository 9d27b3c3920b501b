using System.Text.Json;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Emulator.Api.OpenAi;

/// <summary>Parameters in a query as FastAPI reads them: of several of one name the last counts, and all faults are told at once.</summary>
/// <param name="query">The query.</param>
internal sealed class QueryFaults(IQueryCollection query)
{
    private readonly FaultList _faults = new("query");

    /// <summary>One of some words; the first where none is given.</summary>
    public string Word(string name, params IReadOnlyList<string> words)
    {
        string? given = LastOf(name);
        Check(name, given, new WordKind(words));
        return given ?? words[0];
    }

    /// <summary>A truth value.</summary>
    public bool Switch(string name, bool otherwise)
    {
        string? given = LastOf(name);
        Check(name, given, new TruthKind());
        return given is null ? otherwise : LaxNumbers.Truth(AsJson(given)) == true;
    }

    /// <summary>Tells what is wrong, if anything is.</summary>
    /// <exception cref="Admission.RefusedException">Something is.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw BodyError.Of(_faults);
        }
    }

    private string? LastOf(string name) => query[name] is [.., var last] ? last : null;

    private void Check(string name, string? given, FieldKind kind)
    {
        if (given is not null)
        {
            _faults.Enter(new PlaceStep(name));
            kind.Check(AsJson(given), _faults);
            _faults.Leave();
        }
    }

    private static JsonElement AsJson(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");
}
