using Emulator.Time;

namespace Emulator.Engine.Journal;

/// <summary>What a journal says of one step: when it began, and the hash over all plans up to and including its own.</summary>
internal readonly record struct JournalCheckpoint(long Step, ModelTime Start, string Hash);
