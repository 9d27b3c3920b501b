using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Emulator.Models;

/// <summary>The models that ship with the emulator, one JSON file a model.</summary>
public static class ModelCatalogue
{
    private static readonly Catalogue<Transformer> Known = new(
        "model",
        CatalogueFile.EmbeddedIn(nameof(Models)).Select(file => Parse(file.Json, file.Origin)),
        model => model.Name,
        model => model.Aliases);

    /// <summary>All models, by name.</summary>
    public static IReadOnlyList<Transformer> All => Known.All;

    /// <summary>The model of this name or alias, whatever the case: "Llama-3-70B", "llama3-70b", "meta-llama/Llama-3.1-70B-Instruct".</summary>
    /// <exception cref="InvalidConfigurationException">There is none; the message lists the known ones and suggests the nearest.</exception>
    public static Transformer Find(string nameOrAlias) => Known.Find(nameOrAlias);

    /// <summary>The same without complaint when there is none.</summary>
    public static bool TryFind(string nameOrAlias, [NotNullWhen(true)] out Transformer? model) => Known.TryFind(nameOrAlias, out model);

    /// <summary>A model of the user's own: in the catalogue's file format, or a Hugging Face <c>config.json</c> as it stands.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <param name="unnamed">What to call a model whose <c>config.json</c> has no name.</param>
    /// <exception cref="InvalidConfigurationException">
    /// The file is not valid; unknown keys of the catalogue's format are errors, and so are a parameter count off by more than 0.5 % and
    /// whatever in a <c>config.json</c> changes cost and is not modelled.
    /// </exception>
    public static Transformer Parse(string json, string origin, string unnamed = "model")
    {
        string file = $"model file {origin}";
        JsonObject root = CatalogueFile.ObjectOf(json, file);
        return HuggingFaceConfig.Describes(root)
            ? HuggingFaceConfig.Read(root, file, unnamed)
            : CatalogueFile.Entry<Transformer>(root, file, model => model.Problems());
    }
}
