using Emulator.Configuration;
using Emulator.Hardware;

namespace Emulator.Points;

/// <summary>Devices that a file of points may name: those of the user's own files, then the catalogue's.</summary>
internal sealed class PointDevices
{
    private readonly Dictionary<string, Gpu> _own = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the user's device files.</summary>
    /// <exception cref="InvalidConfigurationException">One cannot be read or is not valid, or two describe devices of the same name.</exception>
    public PointDevices(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            Gpu gpu = CatalogueLookup.Gpu(file, "");
            if (!_own.TryAdd(gpu.Name, gpu))
            {
                throw new InvalidConfigurationException($"--hardware is '{file}', which describes {gpu.Name} again; allowed are files of different devices.");
            }
        }
    }

    /// <summary>The device of this name; one of the user's own stands before one of the catalogue.</summary>
    /// <exception cref="InvalidConfigurationException">There is none.</exception>
    public Gpu Find(string name) => _own.TryGetValue(name, out Gpu? gpu) ? gpu : Aliased(name) ?? GpuCatalogue.Find(name);

    private Gpu? Aliased(string alias) => _own.Values.FirstOrDefault(gpu => gpu.Aliases.Contains(alias, StringComparer.OrdinalIgnoreCase));
}
