namespace LoadGen.Trace.Html;

internal static class TracePage
{
    public static void Write(TextWriter writer, StepTrace trace) => throw new NotSupportedException();
}
