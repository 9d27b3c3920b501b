namespace LoadGen.Trace;

/// <summary>What a trace is written as.</summary>
public enum TraceFormat
{
    /// <summary>Lines of text, a step a line.</summary>
    Table,

    /// <summary>One JSON object with everything.</summary>
    Json,

    /// <summary>A page with a chart.</summary>
    Html,
}
