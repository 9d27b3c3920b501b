using Emulator;
using Emulator.Configuration;
using YamlDotNet.RepresentationModel;

namespace LoadGen.Workloads;

/// <summary>Reads a distribution: a plain number, or a mapping with one kind and, where wanted, bounds.</summary>
internal static class DistributionYaml
{
    private static readonly string[] _kinds = ["fixed", "uniform", "exponential", "lognormal"];
    private static readonly HashSet<string> _plainParameters = ["mu", "sigma", "cv"];

    /// <summary>A distribution of token counts; bounds are those of the whole numbers.</summary>
    public static TokenLength Tokens(YamlNode node, string source, string key) => new(Read(node, source, key, Quantity.Number, wholeNumbers: true));

    /// <summary>A distribution of durations, in seconds; values take units.</summary>
    public static Distribution Seconds(YamlNode node, string source, string key) =>
        Read(node, source, key, (name, text) => Quantity.Duration(name, text).TotalSeconds, wholeNumbers: false);

    private static Distribution Read(YamlNode node, string source, string key, Func<string, string, double> unit, bool wholeNumbers)
    {
        if (node is YamlScalarNode scalar)
        {
            return new FixedValue(Value(scalar, source, key, unit));
        }

        YamlFields fields = new(node, source, key);
        string[] given = [.. _kinds.Where(fields.Has)];
        YamlNode? min = fields.Optional("min");
        YamlNode? max = fields.Optional("max");
        YamlNode? outOfRange = fields.Optional("out_of_range");
        fields.RejectUnknown();
        if (given.Length != 1)
        {
            throw fields.Error(node, $"{key} is given by {(given.Length == 0 ? "no distribution" : string.Join(" and ", given))}; allowed is exactly one of {string.Join(", ", _kinds)}.");
        }

        Distribution inner = Kind(given[0], fields.Required(given[0]), source, unit);
        if ((min ?? max) is null)
        {
            return outOfRange is null ? inner : throw fields.Error(outOfRange, $"{key} has out_of_range without min or max; give one of them.");
        }

        string policy = outOfRange is null ? "nothing" : fields.Scalar(outOfRange, "out_of_range");
        OutOfRange what = policy switch
        {
            "clamp" => OutOfRange.Clamp,
            "redraw" => OutOfRange.Redraw,
            _ => throw fields.Error(outOfRange ?? node, $"out_of_range of {key} is {policy}; with min or max, allowed are clamp and redraw."),
        };
        double low = min is null ? 0 : fields.Value(min, "min", unit);
        double high = max is null ? double.PositiveInfinity : fields.Value(max, "max", unit);

        // A draw of 99.7 is 99 tokens, so whole numbers up to 99 are the draws below 100.
        double end = wholeNumbers && what == OutOfRange.Redraw ? Math.BitDecrement(Math.Floor(high) + 1) : high;
        return fields.At(node, () => new BoundedDistribution(inner, low, low <= high ? end : high, what));
    }

    private static Distribution Kind(string kind, YamlNode node, string source, Func<string, string, double> unit)
    {
        if (kind == "fixed")
        {
            return new FixedValue(Value(node, source, kind, unit));
        }

        YamlFields fields = new(node, source, kind);
        switch (kind)
        {
            case "uniform":
                double min = fields.Value(fields.Required("min"), "min", unit);
                double max = fields.Value(fields.Required("max"), "max", unit);
                fields.RejectUnknown();
                return fields.At(node, () => new UniformDistribution(min, max));
            case "exponential":
                double mean = fields.Value(fields.Required("mean"), "mean", unit);
                fields.RejectUnknown();
                return fields.At(node, () => new ExponentialDistribution(mean));
            default:
                Dictionary<string, double> parameters = [];
                foreach (string name in LogNormalDistribution.ParameterNames)
                {
                    if (fields.Optional(name) is YamlNode value)
                    {
                        parameters[name] = _plainParameters.Contains(name) ? fields.SignedNumber(value, name) : fields.Value(value, name, unit);
                    }
                }

                fields.RejectUnknown();
                return fields.At(node, () => LogNormalDistribution.FromParameters(parameters));
        }
    }

    private static double Value(YamlNode node, string source, string key, Func<string, string, double> unit)
    {
        if (node is not YamlScalarNode { Value: string text })
        {
            throw new InvalidConfigurationException($"{source} line {node.Start.Line}: {key} must be a single value.");
        }

        try
        {
            return unit(key, text);
        }
        catch (InvalidConfigurationException problem)
        {
            throw new InvalidConfigurationException($"{source} line {node.Start.Line}: {problem.Message}", problem);
        }
    }
}
