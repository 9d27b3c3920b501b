using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>One event of a journal: what the engine was told.</summary>
internal readonly record struct JournalOrder(ModelTime At, EngineOrder Order);
