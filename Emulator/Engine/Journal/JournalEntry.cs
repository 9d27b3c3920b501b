using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>One event of a journal: a request that came in, or one that was aborted and why.</summary>
internal readonly record struct JournalEntry(ModelTime At, EngineRequest Request, Outcome Outcome, string Reason);
