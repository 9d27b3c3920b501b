namespace Emulator.Points;

/// <summary>A mixture-of-experts feed-forward layer on one GPU.</summary>
/// <param name="WeightBytes">Bytes of a weight and an activation: 2, or 1 for fp8.</param>
/// <param name="ExpertBits">Bits of an expert's parameter where narrower; null otherwise.</param>
/// <param name="HiddenSize">Width of the residual stream.</param>
/// <param name="FeedForwardSize">Width of one expert on this GPU; a real number, since an expert may be cut anywhere.</param>
/// <param name="Experts">Experts of the layer.</param>
/// <param name="ExpertsPerToken">Experts that a token visits.</param>
internal readonly record struct ExpertShape(int WeightBytes, double? ExpertBits, int HiddenSize, double FeedForwardSize, int Experts, int ExpertsPerToken);
