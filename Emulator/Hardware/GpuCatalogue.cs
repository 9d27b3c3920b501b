using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Emulator.Hardware;

/// <summary>The GPUs that ship with the emulator, one JSON file a device.</summary>
public static class GpuCatalogue
{
    private static readonly Catalogue<Gpu> Known = Load();

    /// <summary>All devices, by name.</summary>
    public static IReadOnlyList<Gpu> All => Known.All;

    /// <summary>The device of this name or alias, whatever the case: "H100-SXM", "h100".</summary>
    /// <exception cref="InvalidConfigurationException">There is none; the message lists the known ones and suggests the nearest.</exception>
    public static Gpu Find(string nameOrAlias) => Known.Find(nameOrAlias);

    /// <summary>The same without complaint when there is none.</summary>
    public static bool TryFind(string nameOrAlias, [NotNullWhen(true)] out Gpu? gpu) => Known.TryFind(nameOrAlias, out gpu);

    /// <summary>A device of the user's own, in the catalogue's file format; it may borrow a catalogue device's coefficients by name.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="InvalidConfigurationException">The file is not valid; unknown keys are errors.</exception>
    public static Gpu Parse(string json, string origin) => GpuFile.Parse(json, origin, name => Known.Find(name, "coefficients").Coefficients);

    /// <summary>One line for people: the datasheet's figures, and what is calibrated and what is not.</summary>
    public static string Describe(Gpu gpu)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        string fp8 = gpu.PeakFp8FlopsPerSecond is { } peak ? string.Create(CultureInfo.InvariantCulture, $"{peak / 1e12:0.#} TFLOP/s fp8") : "no fp8";
        string link = gpu.Interconnect is { } wire
            ? string.Create(CultureInfo.InvariantCulture, $"{wire.Kind} at {wire.BytesPerSecondPerDirection / 1e9:0.#} GB/s a direction")
            : "no link";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{gpu.Name}: {gpu.MemoryBytes / (double)(1L << 30):0.0} GiB, {gpu.BytesPerSecond / 1e12:0.###} TB/s, {gpu.PeakBf16FlopsPerSecond / 1e12:0.#} TFLOP/s bf16, {fp8}, {link}; {Calibration(gpu)}");
    }

    /// <summary>"calibrated: ..." or "uncalibrated: ...", and what that rests on.</summary>
    public static string Calibration(Gpu gpu)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        return $"{(gpu.Calibrated ? "calibrated" : "uncalibrated")}: {gpu.Note}";
    }

    /// <summary>What to tell of a device whose cost model was not fitted on it, in one sentence; null of a calibrated one.</summary>
    public static string? Warning(Gpu gpu)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        return gpu.Calibrated ? null : Warning(gpu.Name, gpu.Note);
    }

    /// <summary>The same sentence of an uncalibrated device that only its server knows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="note">What stands in for a calibration.</param>
    public static string Warning(string name, string note) => $"gpu {name} is uncalibrated: {note}; its times are estimates, not fitted to measurements of it.";

    private static Catalogue<Gpu> Load()
    {
        // Those that borrow come after those that lend: a borrower lends nothing on.
        ILookup<bool, (string Origin, string Json)> files = CatalogueFile.EmbeddedIn(nameof(Hardware)).ToLookup(file => GpuFile.BorrowsFrom(file.Json) is not null);
        Catalogue<Gpu> lenders = Index(files[false].Select(file => GpuFile.Parse(file.Json, file.Origin, NoneYet)));
        return Index([.. lenders.All, .. files[true].Select(file => GpuFile.Parse(file.Json, file.Origin, name => lenders.Find(name).Coefficients))]);
    }

    private static Catalogue<Gpu> Index(IEnumerable<Gpu> gpus) => new("gpu", gpus, gpu => gpu.Name, gpu => gpu.Aliases);

    private static CoefficientSet NoneYet(string name) => throw new InvalidConfigurationException($"the coefficients of '{name}' are borrowed before they are read.");
}
