using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tests.Simulation;

namespace Tests.Fuzz.Mutation;

/// <summary>Changes of a JSON text that leave it one: what comes of them gets past the reader of JSON, to whoever reads the values.</summary>
internal static class JsonMutation
{
    private const int MostChanges = 4;
    private const int MostDepth = 80;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Changes an input; null where it is no JSON.</summary>
    public static byte[]? TryChange(byte[] input, IReadOnlyList<string> words, Draw draw)
    {
        if (Parse(input) is not { } root)
        {
            return null;
        }

        for (int changes = draw.Small(1, MostChanges); changes > 0; changes--)
        {
            root = Change(root, words, draw);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static JsonNode? Parse(byte[] input)
    {
        try
        {
            return JsonNode.Parse(input, documentOptions: s_strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode Change(JsonNode root, IReadOnlyList<string> words, Draw draw)
    {
        JsonNode[] places = [.. Places(root).Where(node => node is JsonObject or JsonArray)];
        if (places.Length == 0)
        {
            return Odd(words, draw) ?? root;
        }

        switch (draw.Of(places))
        {
            case JsonObject members:
                ChangeMember(members, words, draw);
                break;
            case JsonArray items:
                ChangeItem(items, words, draw);
                break;
        }

        return root;
    }

    private static void ChangeMember(JsonObject members, IReadOnlyList<string> words, Draw draw)
    {
        string[] names = [.. members.Select(member => member.Key)];
        string name = names.Length > 0 && draw.Chance(0.8) ? draw.Of(names) : draw.Of(words);
        switch (draw.Between(0, 5))
        {
            case 0:
                members.Remove(name);
                break;
            case 1 when members.TryGetPropertyValue(name, out JsonNode? value):
                members[draw.Of(words)] = value?.DeepClone();
                break;
            default:
                members[name] = Odd(words, draw);
                break;
        }
    }

    private static void ChangeItem(JsonArray items, IReadOnlyList<string> words, Draw draw)
    {
        switch (draw.Between(0, 3))
        {
            case 0 when items.Count > 0:
                items.RemoveAt(draw.Between(0, items.Count - 1));
                break;
            case 1 when items.Count > 0:
                items.Add(draw.Of([.. items])?.DeepClone());
                break;
            case 2 when items.Count > 0:
                items[draw.Between(0, items.Count - 1)] = Odd(words, draw);
                break;
            default:
                items.Add(Odd(words, draw));
                break;
        }
    }

    private static JsonNode? Odd(IReadOnlyList<string> words, Draw draw) => draw.Between(0, 8) switch
    {
        0 => null,
        1 => JsonValue.Create(draw.Chance(0.5)),
        2 => new JsonArray(),
        3 => new JsonObject(),
        4 => JsonValue.Create(draw.Of(words)),
        5 => new JsonArray([.. Enumerable.Range(0, draw.Small(1, 2_000)).Select(_ => (JsonNode?)JsonValue.Create(draw.Of(words)))]),
        6 => Deep(draw),
        _ => Number(draw),
    };

    // Only what JSON calls a number; the other kinds come as text.
    private static JsonNode? Number(Draw draw)
    {
        string text = draw.Of(OddWords.Numbers);
        return Parse(Encoding.UTF8.GetBytes(text)) ?? JsonValue.Create(text);
    }

    private static JsonNode Deep(Draw draw)
    {
        JsonNode inner = new JsonObject();
        for (int depth = draw.Small(1, MostDepth); depth > 0; depth--)
        {
            inner = draw.Chance(0.5) ? new JsonArray(inner) : new JsonObject { ["a"] = inner };
        }

        return inner;
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Places).Prepend(node),
        JsonArray items => items.OfType<JsonNode>().SelectMany(Places).Prepend(node),
        _ => [node],
    };
}
