namespace Emulator.Hardware;

/// <summary>The link by which a GPU reaches the others of its node.</summary>
/// <param name="Kind">The link's name, as in "NVLink 4 + NVSwitch".</param>
/// <param name="BytesPerSecondPerDirection">One direction of one GPU's link; datasheets print the sum of both.</param>
/// <param name="LinkScale">
/// How many times faster this link is than the one that the all-reduce coefficients were fitted on; 1 where they are the device's own.
/// </param>
public sealed record Interconnect(string Kind, double BytesPerSecondPerDirection, double LinkScale = 1)
{
    internal IEnumerable<string> Problems() =>
    [
        .. Limits.Positive(BytesPerSecondPerDirection, nameof(BytesPerSecondPerDirection)),
        .. Limits.Positive(LinkScale, nameof(LinkScale)),
    ];
}
