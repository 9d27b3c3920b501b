namespace LoadGen.Report;

/// <summary>One of the configurations compared.</summary>
/// <param name="Name">The name that tables show.</param>
/// <param name="Preset">Its preset; null for a server that is not ours.</param>
/// <param name="Gpus">GPUs of all replicas together: unequal hardware is not a fair comparison.</param>
/// <param name="Replicas">Independent engines.</param>
/// <param name="TokenBudget">Tokens a step may compute.</param>
public sealed record ConfigurationReport(string Name, string? Preset, int? Gpus, int? Replicas, int? TokenBudget)
{
    internal static ConfigurationReport Of(RunReport run) => new(run.DisplayName, run.Preset, run.Gpus, run.Engine?.Replicas, run.Engine?.TokenBudget);

    /// <summary>The hardware in words, for example "8 GPUs"; empty when unknown.</summary>
    public string Hardware() => Gpus switch
    {
        null => string.Empty,
        1 => "1 GPU",
        int gpus => $"{gpus} GPUs",
    };
}
