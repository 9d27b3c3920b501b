using System.Text.Json;

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

    /// <summary>A model of the user's own, in the catalogue's file format.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="InvalidConfigurationException">The file is not valid; unknown keys are errors, and so is a parameter count off by more than 0.5 %.</exception>
    public static Transformer Parse(string json, string origin)
    {
        Transformer model;
        try
        {
            model = JsonSerializer.Deserialize<Transformer>(json, CatalogueFile.Options) ?? throw new JsonException("the file is empty");
        }
        catch (JsonException error)
        {
            throw new InvalidConfigurationException($"the model file {origin} cannot be read: {error.Message}", error);
        }

        string problems = string.Join("; ", model.Problems());
        return problems.Length == 0 ? model : throw new InvalidConfigurationException($"the model file {origin} is not valid: {problems}.");
    }
}
