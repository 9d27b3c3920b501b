using System.Globalization;
using Emulator;
using YamlDotNet.RepresentationModel;

namespace LoadGen.Workloads;

/// <summary>The keys of one YAML mapping, read one by one; whatever is left over at the end is an error with its line.</summary>
internal sealed class YamlFields
{
    private readonly YamlMappingNode _mapping;
    private readonly string _source;
    private readonly string _what;
    private readonly HashSet<string> _asked = [];

    /// <summary>The keys of <paramref name="node"/>.</summary>
    /// <param name="node">Must be a mapping.</param>
    /// <param name="source">The file, for messages.</param>
    /// <param name="what">What the mapping describes, for messages.</param>
    public YamlFields(YamlNode node, string source, string what)
    {
        (_source, _what) = (source, what);
        _mapping = node as YamlMappingNode ?? throw Error(node, $"{what} must be a mapping of keys to values.");
    }

    /// <summary>Where the mapping begins.</summary>
    public YamlNode Node => _mapping;

    /// <summary>Whether <paramref name="key"/> is there; counts as reading it.</summary>
    public bool Has(string key) => Optional(key) is not null;

    /// <summary>The value of <paramref name="key"/>, or null where it is absent.</summary>
    public YamlNode? Optional(string key)
    {
        _asked.Add(key);
        return _mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;
    }

    /// <summary>The value of <paramref name="key"/>, which must be there.</summary>
    public YamlNode Required(string key) => Optional(key) ?? throw Error(_mapping, $"{_what} lacks the key '{key}'.");

    /// <summary>The text of <paramref name="key"/>, or null where it is absent.</summary>
    public string? Text(string key) => Optional(key) is YamlNode node ? Scalar(node, key) : null;

    /// <summary>The text of a node that must be a scalar.</summary>
    public string Scalar(YamlNode node, string key) =>
        node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Error(node, $"{key} must be a single value.");

    /// <summary>A node read by <paramref name="parse"/>, which gets the key and the text.</summary>
    public T Value<T>(YamlNode node, string key, Func<string, string, T> parse) => At(node, () => parse(key, Scalar(node, key)));

    /// <summary>Any number without a unit, negative ones too.</summary>
    public double SignedNumber(YamlNode node, string key) =>
        double.TryParse(Scalar(node, key), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw Error(node, $"{key} is '{node}'; allowed are numbers.");

    /// <summary>Any whole number without a unit.</summary>
    public int WholeNumber(YamlNode node, string key) =>
        int.TryParse(Scalar(node, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Error(node, $"{key} is '{node}'; allowed are whole numbers.");

    /// <summary>Runs <paramref name="build"/> and adds the file and the line of <paramref name="node"/> to what it complains about.</summary>
    public T At<T>(YamlNode node, Func<T> build)
    {
        try
        {
            return build();
        }
        catch (InvalidConfigurationException problem) when (!problem.Message.StartsWith(_source, StringComparison.Ordinal))
        {
            throw Error(node, problem.Message);
        }
    }

    /// <summary>Reports the first key that nobody has read.</summary>
    public void RejectUnknown()
    {
        foreach (YamlNode key in _mapping.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: string name } || !_asked.Contains(name))
            {
                throw Error(key, $"unknown key '{key}' in {_what}{NearestName.HintOrAllowed(key.ToString(), _asked)}");
            }
        }
    }

    /// <summary>The error at <paramref name="node"/>.</summary>
    public InvalidConfigurationException Error(YamlNode node, string problem) => new($"{_source} line {node.Start.Line}: {problem}");

    /// <summary>The one document of a YAML text.</summary>
    public static YamlNode Document(string yaml, string source)
    {
        IList<YamlDocument> documents = YamlText.Documents(yaml, (line, problem) => $"{source} line {line}: this is not valid YAML: {problem}");
        return documents.Count == 1
            ? documents[0].RootNode
            : throw new InvalidConfigurationException($"{source} holds {documents.Count} YAML documents; allowed is exactly one.");
    }
}
