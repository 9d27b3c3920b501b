namespace LoadGen.Report;

/// <summary>The version that reports name.</summary>
internal static class ToolVersion
{
    public static string Text { get; } = typeof(ToolVersion).Assembly.GetName().Version?.ToString(3) ?? "unknown";
}
