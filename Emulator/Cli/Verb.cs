using System.CommandLine;

namespace Emulator.Cli;

/// <summary>A command whose help ends with an example.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in one or two sentences.</param>
/// <param name="example">A line that works as it stands.</param>
internal sealed class Verb(string name, string description, string example) : Command(name, description)
{
    /// <summary>A line that works as it stands.</summary>
    public string Example { get; } = example;

    /// <summary>What else its user should know; help shows it between description and usage.</summary>
    public string Remarks { get; init; } = "";
}
