using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>One thing that is wrong with a body, as pydantic tells it: vLLM answers with these lines, so clients have seen them.</summary>
/// <param name="Type">What pydantic calls it, such as <c>int_parsing</c>.</param>
/// <param name="Place">Where: from <c>body</c> on.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Input">The value that is wrong.</param>
/// <param name="Context">What the message was made of, as a Python dictionary; null = nothing.</param>
internal sealed record Fault(string Type, IReadOnlyList<PlaceStep> Place, string Message, JsonElement Input, string? Context = null)
{
    /// <summary>The place with dots; alternatives that pydantic tried are left out, as vLLM does (<c>handlers/validation.py</c>).</summary>
    public string Field => string.Join('.', Place.Where(step => !step.IsAlternative).Select(step => step.ToString()));

    /// <summary>Writes the line: a Python dictionary.</summary>
    public void WriteTo(StringBuilder text)
    {
        text.Append("{'type': ");
        PythonText.Append(text, Type);
        string before = ", 'loc': (";
        foreach (PlaceStep step in Place)
        {
            text.Append(before);
            before = ", ";
            step.WriteTo(text);
        }

        text.Append(Place.Count == 1 ? ",)" : ")").Append(", 'msg': ");
        PythonText.Append(text, Message);
        text.Append(", 'input': ");
        PythonText.Append(text, Input);
        if (Context is not null)
        {
            text.Append(", 'ctx': ").Append(Context);
        }

        text.Append('}');
    }
}

/// <summary>A step on the way to a value.</summary>
/// <param name="Name">A field's name, or what an alternative is called; null = an item of a list.</param>
/// <param name="Index">The item's index, from 0.</param>
internal readonly record struct PlaceStep(string? Name, int Index = 0)
{
    private static readonly SearchValues<char> s_brackets = SearchValues.Create("[]{}()");

    private static readonly HashSet<string> s_scalars = ["str", "bytes", "int", "float", "bool", "any"];

    /// <summary>Whether it is no part of the body, but an alternative that pydantic tried.</summary>
    public bool IsAlternative => Name is { } name && (s_scalars.Contains(name) || name.AsSpan().ContainsAny(s_brackets));

    /// <summary>Writes the step as Python shows it.</summary>
    public void WriteTo(StringBuilder text)
    {
        if (Name is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Index}");
        }
        else
        {
            PythonText.Append(text, Name);
        }
    }

    /// <summary>The step as vLLM names it in <c>param</c>.</summary>
    public override string ToString() => Name ?? Index.ToString(CultureInfo.InvariantCulture);
}
