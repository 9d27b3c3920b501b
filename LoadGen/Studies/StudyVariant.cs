using Emulator.Configuration;
using LoadGen.Schedule;

namespace LoadGen.Studies;

/// <summary>One simulation of a study.</summary>
/// <param name="Name">What tells it from the others.</param>
/// <param name="Server">The deployment.</param>
/// <param name="Schedule">What arrives when.</param>
public sealed record StudyVariant(string Name, ServerOptions Server, LoadSchedule Schedule)
{
    /// <summary>Whether the run ends with its arrival window, so that an overloaded server is seen under load only.</summary>
    public bool CutAtWindow { get; init; }
}
