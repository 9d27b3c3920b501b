namespace LoadGen.Compare;

/// <summary>What stands between the figures of two contenders.</summary>
internal enum Distinction
{
    /// <summary>A difference that neither other seeds nor the cost model's error would undo.</summary>
    Clear,

    /// <summary>A difference beyond that of seeds, with measurements behind one side only.</summary>
    Unbacked,

    /// <summary>A difference that the cost model's error may undo.</summary>
    WithinModelError,

    /// <summary>None, or one that other seeds may undo.</summary>
    WithinSeeds,
}
