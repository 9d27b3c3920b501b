using System.Buffers;
using Emulator;
using Emulator.Configuration;
using LoadGen.Arrivals;
using YamlDotNet.RepresentationModel;

namespace LoadGen.Workloads;

/// <summary>Reads workload files; <c>docs/workload.schema.json</c> describes the same format to editors, and a test compares the two.</summary>
internal static class WorkloadYaml
{
    private const int DefaultMaxTurns = 10;

    private static readonly SearchValues<char> _nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>The workload that <paramref name="yaml"/> describes.</summary>
    public static Workload Read(string yaml, string source)
    {
        YamlFields fields = new(YamlFields.Document(yaml, source), source, "a workload");
        string name = fields.Text("name") ?? source;
        string description = fields.Text("description") ?? "";
        YamlNode list = fields.Required("profiles");
        fields.RejectUnknown();
        if (list is not YamlSequenceNode { Children.Count: > 0 } sequence)
        {
            throw fields.Error(list, "profiles must be a list of at least one client profile.");
        }

        List<ClientProfile> profiles = [];
        foreach (YamlNode node in sequence)
        {
            ClientProfile profile = Profile(node, source);
            if (profiles.Any(other => other.Name == profile.Name))
            {
                throw fields.Error(node, $"two profiles are named '{profile.Name}'; allowed are different names.");
            }

            profiles.Add(profile);
        }

        return new Workload(name, description, profiles);
    }

    private static ClientProfile Profile(YamlNode node, string source)
    {
        YamlFields fields = new(node, source, "a profile");
        YamlNode nameNode = fields.Required("name");
        string name = fields.Scalar(nameNode, "name");
        if (name.AsSpan().ContainsAnyExcept(_nameCharacters))
        {
            throw fields.Error(nameNode, $"a profile is named '{name}'; allowed are letters, digits, '_', '-' and '.'.");
        }

        ClientProfile profile = new()
        {
            Name = name,
            Arrivals = Process(fields),
            PromptTokens = DistributionYaml.Tokens(fields.Required("prompt_tokens"), source, "prompt_tokens"),
            OutputTokens = DistributionYaml.Tokens(fields.Required("output_tokens"), source, "output_tokens"),
            Conversation = fields.Optional("conversation") is YamlNode conversation ? Conversation(conversation, source) : null,
            Tenant = fields.Text("tenant"),
            Priority = fields.Optional("priority") is YamlNode priority ? fields.WholeNumber(priority, "priority") : 0,
            Timeout = fields.Optional("timeout") is YamlNode timeout ? fields.Value(timeout, "timeout", Quantity.PositiveDuration) : null,
        };
        if (fields.Optional("max_output_tokens") is YamlNode limit)
        {
            profile = profile with { MaxOutputTokens = fields.Value(limit, "max_output_tokens", PositiveTokens) };
        }

        fields.RejectUnknown();
        return profile;
    }

    private static ArrivalProcess Process(YamlFields fields)
    {
        YamlNode rateNode = fields.Required("rate");
        double rate = fields.SignedNumber(rateNode, "rate");
        string kind = fields.Text("arrivals") ?? "poisson";
        return kind switch
        {
            "poisson" => fields.At(rateNode, () => new PoissonArrivals(rate)),
            "constant" => fields.At(rateNode, () => new ConstantArrivals(rate)),
            _ => throw fields.Error(fields.Required("arrivals"), $"arrivals is '{kind}'{NearestName.HintOrAllowed(kind, ["poisson", "constant"])}"),
        };
    }

    private static ConversationShape Conversation(YamlNode node, string source)
    {
        YamlFields fields = new(node, source, "a conversation");
        double open = fields.SignedNumber(fields.Required("open"), "conversation.open");
        double further = fields.SignedNumber(fields.Required("continue"), "conversation.continue");
        int turns = fields.Optional("max_turns") is YamlNode max ? fields.WholeNumber(max, "conversation.max_turns") : DefaultMaxTurns;
        Distribution think = DistributionYaml.Seconds(fields.Required("think"), source, "conversation.think");
        fields.RejectUnknown();
        return fields.At(node, () => new ConversationShape(open, further, turns, think));
    }

    private static int PositiveTokens(string key, string text) =>
        Quantity.Count(key, text) is > 0 and <= int.MaxValue and long count ? (int)count : throw new InvalidConfigurationException($"{key} is '{text}'; allowed are 1 to {int.MaxValue} tokens.");
}
