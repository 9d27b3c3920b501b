namespace LoadGen.Report;

/// <summary>How a figure is written for people.</summary>
public enum MetricUnit
{
    /// <summary>0..1, shown in per cent.</summary>
    Share,

    /// <summary>Seconds of model time, shown in the unit that fits.</summary>
    Seconds,

    /// <summary>Per second of model time.</summary>
    PerSecond,

    /// <summary>A plain number.</summary>
    Number,
}
