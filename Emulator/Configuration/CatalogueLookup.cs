using Emulator.Hardware;
using Emulator.Models;

namespace Emulator.Configuration;

/// <summary>
/// Devices and models as options name them: from the catalogues, or from files of the user's own. The one place where those files are
/// read; the catalogues themselves touch no disk.
/// </summary>
public static class CatalogueLookup
{
    private const string ConfigJson = "config.json";

    /// <summary>The device of a server: the file's, else the catalogue's.</summary>
    /// <param name="hardware">The option <c>hardware</c>: a device file's path, or the device itself as a JSON object; null = not given.</param>
    /// <param name="gpu">The option <c>gpu</c>.</param>
    /// <exception cref="InvalidConfigurationException">There is no such file or name, or the file is not valid.</exception>
    public static Gpu Gpu(string? hardware, string gpu)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        return hardware is not null ? GpuFileAt("hardware", hardware)
            : IsPath(gpu) && !GpuCatalogue.TryFind(gpu, out _) ? throw new InvalidConfigurationException($"gpu is '{gpu}', the path of a file; a device file is given with hardware.")
            : GpuCatalogue.Find(gpu);
    }

    /// <summary>A device by its name in the catalogue, else by its file's path.</summary>
    /// <exception cref="InvalidConfigurationException">There is neither, or the file is not valid.</exception>
    public static Gpu Gpu(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return !GpuCatalogue.TryFind(nameOrPath, out Gpu? gpu) && IsPath(nameOrPath) ? GpuFileAt("gpu", nameOrPath) : gpu ?? GpuCatalogue.Find(nameOrPath);
    }

    /// <summary>
    /// A model by its name in the catalogue, else by the path of its file: the catalogue's format or a Hugging Face <c>config.json</c>, also by
    /// the folder that holds one. The model itself as a JSON object in the catalogue's format will do too.
    /// </summary>
    /// <exception cref="InvalidConfigurationException">There is none of these, or the file is not valid.</exception>
    public static Transformer Model(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (ModelCatalogue.TryFind(nameOrPath, out Transformer? known))
        {
            return known;
        }

        if (IsJson(nameOrPath))
        {
            return ModelCatalogue.Parse(nameOrPath, "given as JSON");
        }

        if (!IsPath(nameOrPath))
        {
            return ModelCatalogue.Find(nameOrPath);
        }

        string path = File.Exists(Path.Combine(nameOrPath, ConfigJson)) ? Path.Combine(nameOrPath, ConfigJson) : nameOrPath;
        string? folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)));
        return ModelCatalogue.Parse(Read("model", path), path, string.IsNullOrEmpty(folder) ? "model" : folder);
    }

    private static Gpu GpuFileAt(string option, string pathOrJson) => IsJson(pathOrJson)
        ? GpuCatalogue.Parse(pathOrJson, "given as JSON")
        : GpuCatalogue.Parse(Read(option, pathOrJson), pathOrJson);

    private static bool IsJson(string text) => text.StartsWith('{');

    // What is there is a path; of what is not, an ending or a beginning that no catalogue name has tells what was meant.
    private static bool IsPath(string text) =>
        Path.Exists(text) || text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.StartsWith('.') || Path.IsPathRooted(text);

    private static string Read(string option, string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidConfigurationException(Directory.Exists(path)
                ? $"{option} is '{path}', a folder{(option == "model" ? $" without a {ConfigJson}" : "")}; allowed are paths of files."
                : $"{option} is '{path}', but there is no such file; allowed are {(option == "hardware" ? "" : "names in the catalogue and ")}paths of files.");
        }

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"{option} is '{path}', which cannot be read: {problem.Message}", problem);
        }
    }
}
