using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

namespace Emulator.Cli;

/// <summary>A command whose help ends with an example. The same for all tools.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in one or two sentences.</param>
/// <param name="example">A line that works as it stands.</param>
[SuppressMessage("Design", "CA1010", Justification = "A command is enumerable for the sake of collection initializers, not to be enumerated.")]
public sealed class Verb(string name, string description, string example) : Command(name, description)
{
    private readonly Dictionary<Option, string> _headings = [];

    /// <summary>A line that works as it stands.</summary>
    public string Example { get; } = example;

    /// <summary>What else its user should know; help shows it between description and usage.</summary>
    public string Remarks { get; init; } = "";

    /// <summary>Adds options that help shows under a heading of their own.</summary>
    public void Add(string heading, params IEnumerable<Option> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (Option option in options)
        {
            _headings.Add(option, heading);
            Add(option);
        }
    }

    /// <summary>The heading under which help shows <paramref name="option"/>.</summary>
    public string HeadingOf(Option option) => _headings.GetValueOrDefault(option, "Options");
}
