using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Emulator;

/// <summary>How catalogue files are read: strictly, so that a misspelt key is an error and never a silent default.</summary>
internal static class CatalogueFile
{
    /// <summary>Names the file's JSON schema for an editor; it says nothing of the entry.</summary>
    public const string SchemaKey = "$schema";

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonSerializerOptions Printing = new(Options)
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An entry as a catalogue file would have it.</summary>
    public static string Write<T>(T entry) => JsonSerializer.Serialize(entry, Printing);

    /// <summary>The JSON object that a file holds.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="file">What to call it: "device file mine.json".</param>
    /// <exception cref="InvalidConfigurationException">It is empty, is not JSON, holds no object, or gives a key twice.</exception>
    public static JsonObject ObjectOf(string json, string file)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            throw new InvalidConfigurationException($"the {file} is empty; allowed is one JSON object.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidConfigurationException($"the {file} holds no JSON object; allowed is one, as `hardware show` and `models show` print it.");
            }

            JsonText.RequireUnicode(document.RootElement);
            if (GivenTwice(document.RootElement, "") is string key)
            {
                throw new InvalidConfigurationException($"the {file} gives {key} twice; allowed is one value.");
            }

            JsonObject root = JsonObject.Create(document.RootElement.Clone())!;
            root.Remove(SchemaKey);
            return root;
        }
        catch (JsonException problem)
        {
            // The library's message ends with the place as it counts it, from 0.
            string reason = problem.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new InvalidConfigurationException($"the {file} is not JSON at line {problem.LineNumber + 1}: {reason}.", problem);
        }
        catch (InvalidOperationException problem) when (JsonText.IsNoUnicode(problem))
        {
            throw new InvalidConfigurationException($"the {file} is not JSON: {problem.Message}", problem);
        }
    }

    /// <summary>The entry that a file's object describes.</summary>
    /// <param name="root">The object.</param>
    /// <param name="file">What to call the file.</param>
    /// <param name="problemsOf">What is wrong with an entry whose keys are right.</param>
    /// <exception cref="InvalidConfigurationException">Everything that is wrong with it.</exception>
    public static T Entry<T>(JsonObject root, string file, Func<T, IEnumerable<string>> problemsOf)
        where T : class
    {
        IReadOnlyList<string> problems = CatalogueShape.Problems(root, typeof(T));
        T? entry = problems.Count == 0 ? root.Deserialize<T>(Options) : null;
        return Valid(entry, file, entry is null ? problems : [.. problemsOf(entry)]);
    }

    /// <summary>The entry, if nothing is wrong with it.</summary>
    /// <exception cref="InvalidConfigurationException">Everything that is.</exception>
    public static T Valid<T>(T? entry, string file, IReadOnlyList<string> problems)
        where T : class =>
        problems.Count == 0 ? entry! : throw new InvalidConfigurationException($"the {file} is not valid: {string.Join("; ", problems)}.");

    /// <summary>The files embedded from one folder, as name and text.</summary>
    public static IEnumerable<(string Origin, string Json)> EmbeddedIn(string folder)
    {
        Assembly assembly = typeof(CatalogueFile).Assembly;
        string prefix = $"{nameof(Emulator)}.{folder}.Catalogue.";
        foreach (string resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[prefix.Length..], reader.ReadToEnd());
        }
    }

    private static string? GivenTwice(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().Select((item, place) => GivenTwice(item, $"{path}[{place}]")).FirstOrDefault(key => key is not null);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        HashSet<string> seen = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string key = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!seen.Add(property.Name))
            {
                return key;
            }

            if (GivenTwice(property.Value, key) is string inner)
            {
                return inner;
            }
        }

        return null;
    }
}
