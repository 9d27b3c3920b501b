namespace Emulator.Scheduling;

/// <summary>Finish reasons as errors, reports and case files write them.</summary>
public static class FinishReasonName
{
    /// <summary>The reason's name: <c>stop</c>, <c>length</c>.</summary>
    public static string Of(FinishReason reason) => reason == FinishReason.Stop ? "stop" : "length";
}
