using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Numerics;

namespace Emulator.Content.Schemas;

/// <summary>
/// JSON that fits a schema: every property that is named, in its order, with plausible seeded values within the bounds that the schema states. Each sample is checked
/// against the schema before anybody sees it; where none of a few fits, there is none.
/// </summary>
internal sealed class SchemaSample
{
    /// <summary>Deepest that a value may be; what reads JSON seldom takes more.</summary>
    private const int Deepest = 56;

    private const int Attempts = 16;
    private const int Variants = 8;
    private const int DeepestWithAll = 8;
    private const int MostWithAll = 300;
    private const int MostTried = 20_000;

    // A value that the schema spells out counts as one for so many.
    private const int LettersOfValue = 32;
    private const int TypicalItems = 2;
    private const int TriesForAnother = 30;

    private static readonly string[] s_choices = ["anyOf", "oneOf", "not", "if"];

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SchemaRoot _root;
    private readonly SchemaHeight _heights;
    private readonly SchemaFit _fit;
    private readonly int _attempt;
    private SplitMix64 _random;
    private int _nodes;

    // Values, those that did not fit too, of all attempts together.
    private int _tried;

    private SchemaSample(SchemaRoot root, SchemaHeight heights, SchemaFit fit, int attempt, ulong seed)
    {
        (_root, _heights, _fit, _attempt) = (root, heights, fit, attempt);
        _random = new SplitMix64(attempt == 0 ? seed : SplitMix64.Mix(seed + (ulong)attempt));
    }

    /// <summary>An object of no schema, with one text; the same for the same seed.</summary>
    public static string Any(ulong seed) => new JsonObject { ["answer"] = new SyntheticProse(new SplitMix64(seed).Next()).Text(0, 6) }.ToJsonString(s_compact);

    /// <summary>A sample as text; the same for the same seed.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="seed">Draws it.</param>
    /// <param name="sample">The sample; null = there is none.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryOf(JsonElement schema, ulong seed, [NotNullWhen(true)] out string? sample, [NotNullWhen(false)] out string? problem)
    {
        SchemaRoot root = new(schema);
        sample = null;
        problem = SchemaCheck.ProblemOf(root);
        if (problem is not null)
        {
            return false;
        }

        SchemaHeight heights = new(root);
        SchemaFit fit = new(root);
        int tried = 0;
        for (int attempt = 0; attempt < Attempts && heights.Of(schema) < Deepest; attempt++)
        {
            SchemaSample maker = new(root, heights, fit, attempt, seed) { _tried = tried };
            if (maker.TryValue([schema], 0, out JsonNode? value) && fit.Fits(value))
            {
                sample = value?.ToJsonString(s_compact) ?? "null";
                return true;
            }

            tried = maker._tried;
            if (tried > MostTried)
            {
                // So much was tried in vain that more is not worth the time.
                break;
            }
        }

        problem = "no value was found that fits the schema";
        return false;
    }

    /// <summary>A text that a regular expression matches as a whole; the same for the same seed.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="seed">Draws it.</param>
    /// <returns>null = none was found.</returns>
    public static string? OfPattern(string pattern, ulong seed)
    {
        SplitMix64 random = new(seed);
        if (SchemaRoot.TryCompile($@"\A(?:{pattern})\z") is not { } whole || SchemaRoot.TryCompile(pattern) is null)
        {
            return null;
        }

        return Enumerable.Range(0, Attempts).Select(_ => PatternSample.Of(pattern, 3, ref random)).FirstOrDefault(text => text is not null && whole.IsMatch(text));
    }

    // What only a look at the value can tell is looked at where it can still be made otherwise.
    private bool TryValue(IReadOnlyList<JsonElement> schemas, int depth, out JsonNode? made)
    {
        for (int variant = _attempt; variant < _attempt + Variants; variant++)
        {
            bool isMade = TryVariant(schemas, depth, variant, out made, out bool hasVariants);
            JsonNode? value = made;
            if (isMade && (!hasVariants || schemas.All(schema => _fit.Fits(schema, value))))
            {
                return true;
            }

            if (!hasVariants)
            {
                break;
            }
        }

        made = null;
        return false;
    }

    private bool TryVariant(IReadOnlyList<JsonElement> schemas, int depth, int variant, out JsonNode? made, out bool hasVariants)
    {
        made = null;
        hasVariants = false;
        _nodes++;
        if (++_tried > MostTried || depth > Deepest || Expand(schemas, depth, variant) is not { } facets)
        {
            return false;
        }

        hasVariants = s_choices.Any(facets.Has);

        if (facets.Choices is { } choices)
        {
            return TryChoice(choices, schemas, out made);
        }

        IReadOnlyList<string> types = facets.Types;
        if (types.Count == 0)
        {
            return false;
        }

        // What holds no others ends soonest.
        string type = IsLean(depth) ? types.FirstOrDefault(one => one is not ("object" or "array")) ?? types[0] : types[variant % types.Count];
        switch (type)
        {
            case "object":
                return TryObject(facets, depth, out made);
            case "array":
                return TryArray(facets, depth, out made);
            case "integer" or "number":
                made = NumberSample.Of(facets, type == "integer", ref _random) is { } number ? JsonValue.Create(number) : null;
                return made is not null;
            case "boolean":
                made = JsonValue.Create(Below(2) == 1);
                return true;
            case "null":
                return true;
            default:
                made = TextSample.Of(facets, _root, ref _random) is { } text ? JsonValue.Create(text) : null;
                return made is not null;
        }
    }

    // Follows what schemas say of others that apply to the same value; null = nothing can fit.
    private SchemaFacets? Expand(IReadOnlyList<JsonElement> schemas, int depth, int variant)
    {
        List<JsonElement> all = [];
        HashSet<string> followed = [];
        Stack<JsonElement> open = new(schemas.Reverse());
        while (open.TryPop(out JsonElement schema))
        {
            if (schema.ValueKind == JsonValueKind.False)
            {
                return null;
            }

            if (schema.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            all.Add(schema);
            foreach (JsonElement other in Others(schema, depth, variant, followed).Reverse())
            {
                open.Push(other);
            }
        }

        return new SchemaFacets(all, _root);
    }

    private IEnumerable<JsonElement> Others(JsonElement schema, int depth, int variant, HashSet<string> followed)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference) && followed.Add(reference.GetString()!))
        {
            yield return _root.Find(reference.GetString()!)!.Value;
        }

        foreach (JsonElement part in schema.TryGetProperty("allOf", out JsonElement parts) ? parts.EnumerateArray() : default(JsonElement.ArrayEnumerator))
        {
            yield return part;
        }

        foreach (string keyword in (string[])["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(keyword, out JsonElement options))
            {
                yield return Pick([.. options.EnumerateArray()], depth, variant);
            }
        }

        if (schema.TryGetProperty("if", out JsonElement condition))
        {
            bool holds = variant % 2 == 0;
            foreach (string keyword in (string[])(holds ? ["if", "then"] : ["else"]))
            {
                if (schema.TryGetProperty(keyword, out JsonElement part))
                {
                    yield return part;
                }
            }
        }
    }

    // The first, as people write the usual one there, or deep down the flattest; and where that did not fit, one of the others.
    private JsonElement Pick(JsonElement[] options, int depth, int variant)
    {
        JsonElement[] ending = [.. options.Where(option => _heights.Of(option) < SchemaHeight.Endless)];
        return ending.Length == 0 ? options[0]
            : IsLean(depth) ? ending.OrderBy(_heights.Of).ElementAt((variant - _attempt) % ending.Length)
            : ending[variant < Variants ? variant % ending.Length : Below(ending.Length)];
    }

    private bool TryChoice(JsonElement[] choices, IReadOnlyList<JsonElement> schemas, out JsonNode? made)
    {
        int start = Below(choices.Length);
        for (int i = 0; i < choices.Length && _tried <= MostTried; i++)
        {
            string choice = choices[(start + i) % choices.Length].GetRawText();
            _tried += 1 + (choice.Length / LettersOfValue);
            made = JsonNode.Parse(choice, documentOptions: SchemaRoot.AnyDepth);
            JsonNode? one = made;
            if (schemas.All(schema => _fit.Fits(schema, one)))
            {
                return true;
            }
        }

        made = null;
        return false;
    }

    private bool TryObject(SchemaFacets facets, int depth, out JsonNode? made)
    {
        JsonObject members = [];
        made = members;
        HashSet<string> required = [.. facets.Required];
        int room = facets.Most("maxProperties") - required.Count;
        foreach (string name in facets.PropertyNames)
        {
            bool isRequired = required.Contains(name);
            if (!isRequired && (IsLean(depth) || room <= 0 || facets.OfProperty(name).Any(schema => _heights.Of(schema) >= Deepest)))
            {
                // What may be left out is, once it gets deep: schemas refer to themselves.
                continue;
            }

            if (TryMember(facets, members, name, depth))
            {
                room -= isRequired ? 0 : 1;
            }
            else if (isRequired)
            {
                return false;
            }
        }

        return TryDependents(facets, members, depth) && TryFill(facets, members, depth);
    }

    private bool TryMember(SchemaFacets facets, JsonObject members, string name, int depth)
    {
        if (!TryValue(facets.OfProperty(name), depth + 1, out JsonNode? value))
        {
            return false;
        }

        members[name] = value;
        return true;
    }

    private bool TryDependents(SchemaFacets facets, JsonObject members, int depth)
    {
        string[] missing;
        while ((missing = [.. members.SelectMany(member => facets.RequiredBeside(member.Key)).Where(name => !members.ContainsKey(name)).Distinct()]).Length > 0)
        {
            if (!Array.TrueForAll(missing, name => TryMember(facets, members, name, depth)))
            {
                return false;
            }
        }

        return true;
    }

    // Names of its own where so many have to be there.
    private bool TryFill(SchemaFacets facets, JsonObject members, int depth)
    {
        int least = facets.Least("minProperties");
        for (int i = 0; members.Count < least; i++)
        {
            string? name = facets.All("propertyNames").FirstOrDefault() is { ValueKind: JsonValueKind.Object } names ? (TryValue([names], depth + 1, out JsonNode? made) ? made?.ToString() : null)
                : facets.All("patternProperties").SelectMany(map => map.EnumerateObject()).FirstOrDefault() is { Value.ValueKind: not JsonValueKind.Undefined } pattern ? PatternSample.Of(pattern.Name, 3, ref _random)
                : FormattableString.Invariant($"key{i + 1}");
            if (i > least + TriesForAnother || name is null || (!members.ContainsKey(name) && !TryMember(facets, members, name, depth)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryArray(SchemaFacets facets, int depth, out JsonNode? made)
    {
        JsonArray items = [];
        made = items;
        JsonElement[] wanted = [.. facets.All("contains")];
        int contained = wanted.Length == 0 ? 0 : facets.Has("minContains") ? facets.Least("minContains") : 1;
        int least = Math.Max(facets.Least("minItems"), Math.Max(contained, 0));
        int typical = IsLean(depth) ? least : Math.Max(TypicalItems, facets.PrefixItems);
        int count = Math.Max(least, Math.Min(typical, facets.Most("maxItems")));
        bool isUnique = facets.All("uniqueItems").Any(unique => unique.ValueKind == JsonValueKind.True);
        HashSet<string> known = [];
        for (int i = 0; i < count; i++)
        {
            // Those that have to be among them come last, where schemas of single items seldom reach.
            IReadOnlyList<JsonElement> schemas = i >= count - contained ? [.. facets.OfItem(i), .. wanted] : facets.OfItem(i);
            if (!TryItem(schemas, depth, isUnique ? known : null, out JsonNode? item))
            {
                return i >= least;
            }

            items.Add(item);
        }

        return true;
    }

    private bool TryItem(IReadOnlyList<JsonElement> schemas, int depth, HashSet<string>? known, out JsonNode? item)
    {
        item = null;
        for (int i = 0; i < (known is null ? 1 : TriesForAnother); i++)
        {
            if (TryValue(schemas, depth + 1, out item) && known?.Add(item?.ToJsonString() ?? "null") != false)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsLean(int depth) => depth >= DeepestWithAll || _nodes > MostWithAll;

    private int Below(int count) => (int)(_random.Next() % (ulong)count);
}
