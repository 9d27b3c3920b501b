namespace Tests.Unit.Scheduling.Reference;

/// <summary>A row of a plan: who, how many tokens, and for one admitted in this step how many tokens were cached.</summary>
internal sealed record ReferenceShare(ReferenceRequest Request, int Tokens, int? Cached);
