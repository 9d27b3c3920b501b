using System.Text.Json.Nodes;
using Emulator.Configuration.Kinds;

namespace Emulator.Configuration;

/// <summary>
/// One option of <c>serve</c>: a row of <see cref="ServerOptionTable"/>. Flags, environment variables, configuration files,
/// <c>--print-config</c>, help and documentation are all made from these rows.
/// </summary>
internal abstract class ServerOption(string name, OptionGroup group, string description)
{
    /// <summary>The name in kebab-case, as the command line has it without its dashes.</summary>
    public string Name { get; } = name;

    public OptionGroup Group { get; } = group;

    /// <summary>What it means, in one or two sentences.</summary>
    public string Description { get; } = description;

    /// <summary>Other names that mean the same.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>A secret is shown nowhere and written to no file.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Belongs to a run, such as an output's path, not to the server that is run: <see cref="ServerOptions.ToJson"/> leaves it out.</summary>
    public bool IsOfTheRun { get; init; }

    /// <summary>The environment variable that sets it.</summary>
    public string Variable => EnvironmentLayer.VariableOf(Name);

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => [Name, .. Aliases];

    public abstract bool IsSwitch { get; }

    /// <summary>Whether it takes several values.</summary>
    public abstract bool IsList { get; }

    public abstract string ValueName { get; }

    public abstract string Allowed { get; }

    /// <summary>The word that stands for "not given", or null where there is always a value.</summary>
    public abstract string? AbsentWord { get; }

    /// <summary>Sets the value that <paramref name="text"/> says; false where it says none.</summary>
    public abstract bool TrySet(ServerOptions options, string text, out ServerOptions changed);

    /// <summary>Whether the value is within bounds.</summary>
    public abstract bool IsAllowed(ServerOptions options);

    /// <summary>The value, as <see cref="TrySet"/> reads it.</summary>
    public abstract string Print(ServerOptions options);

    /// <summary>The value as JSON has it.</summary>
    public abstract JsonNode? ToJson(ServerOptions options);
}

/// <inheritdoc cref="ServerOption"/>
internal sealed class ServerOption<T>(
    string name,
    OptionGroup group,
    OptionKind<T> kind,
    Func<ServerOptions, T> get,
    Func<ServerOptions, T, ServerOptions> set,
    string description)
    : ServerOption(name, group, description)
{
    public override bool IsSwitch => kind is Switch;

    public override bool IsList => kind is Texts;

    public override string ValueName => kind.ValueName;

    public override string Allowed => kind.Allowed;

    public override string? AbsentWord => kind.AbsentWord;

    public override bool TrySet(ServerOptions options, string text, out ServerOptions changed)
    {
        bool parsed = kind.TryParse(text, out T value);
        changed = parsed ? set(options, value) : options;
        return parsed;
    }

    public override bool IsAllowed(ServerOptions options) => kind.Contains(get(options));

    public override string Print(ServerOptions options) => kind.Print(get(options));

    public override JsonNode? ToJson(ServerOptions options) => kind.ToJson(get(options));
}
