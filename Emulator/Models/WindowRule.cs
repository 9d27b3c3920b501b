namespace Emulator.Models;

/// <summary>Which layers of a family have the sliding window of its <c>config.json</c>.</summary>
internal enum WindowRule
{
    /// <summary>None: the family knows no window.</summary>
    None,

    /// <summary>Every layer, if <c>sliding_window</c> is a number.</summary>
    EveryLayer,

    /// <summary>Those from <c>max_window_layers</c> on, if <c>use_sliding_window</c> is true.</summary>
    UpperLayers,

    /// <summary>Every other layer, the first among them.</summary>
    Alternating,
}
