using System.Text.Json.Nodes;
using Emulator;

namespace LoadGen.Trace;

/// <summary>A range of engine steps with all that was in them. Its JSON is described in <c>docs/schedule-trace.schema.json</c>.</summary>
public sealed record StepTrace
{
    /// <summary>The format; changes when a field's meaning does.</summary>
    public string Schema { get; init; } = "schedule-trace/1";

    /// <summary>The version of the tool that recorded it.</summary>
    public string ToolVersion { get; init; } = ProductVersion.Own;

    /// <summary>Whether the run was interrupted before its end.</summary>
    public required bool Partial { get; init; }

    /// <summary>The emulated server's preset; null where there was none.</summary>
    public string? Preset { get; init; }

    /// <summary>The workload, or the file that the schedule was read from.</summary>
    public required string Workload { get; init; }

    /// <summary>SHA-256 of the schedule's text.</summary>
    public required string ScheduleSha256 { get; init; }

    /// <summary>What the schedule was drawn from; null when it was read from a file.</summary>
    public long? Seed { get; init; }

    /// <summary>Factor on the workload's rates.</summary>
    public double RateScale { get; init; } = 1;

    /// <summary>Most tokens of a step.</summary>
    public required int TokenBudget { get; init; }

    /// <summary>Most sequences that run at once.</summary>
    public required int MaxNumSeqs { get; init; }

    /// <summary>Tokens of a KV block.</summary>
    public required int BlockSize { get; init; }

    /// <summary>KV blocks that requests can use.</summary>
    public required int KvBlocks { get; init; }

    /// <summary>Requests whose shares are in the steps; null = all.</summary>
    public IReadOnlyList<string>? Followed { get; init; }

    /// <summary>The server's options in effect; null where there was no server.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>The steps, added up.</summary>
    public required TraceSummary Summary { get; init; }

    /// <summary>Requests that lived during the steps, in order of arrival.</summary>
    public required IReadOnlyList<TracedRequest> Requests { get; init; }

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<TracedStep> Steps { get; init; }

    /// <summary>Requests that ended after the last step of a run, when no other step followed.</summary>
    public required IReadOnlyList<TracedEnd> EndedAfter { get; init; }
}
