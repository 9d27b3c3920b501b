using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulator;

/// <summary>How catalogue files are read: strictly, so that a misspelt key is an error and never a silent default.</summary>
internal static class CatalogueFile
{
    public static readonly JsonDocumentOptions Document = new() { AllowDuplicateProperties = false };

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonSerializerOptions Printing = new(Options)
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An entry as a catalogue file would have it.</summary>
    public static string Write<T>(T entry) => JsonSerializer.Serialize(entry, Printing);

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
}
