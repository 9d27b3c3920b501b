namespace LoadGen.Fidelity;

/// <summary>What a row of a published end-to-end measurement gives.</summary>
public enum EndToEndMetric
{
    /// <summary><c>output_tok_s</c>: output tokens of all requests over the whole time of the run, in tokens/s.</summary>
    OutputTokensPerSecond,

    /// <summary><c>request_s</c>: requests over the whole time of the run, in requests/s.</summary>
    RequestsPerSecond,

    /// <summary><c>mean_ttft_ms</c>: from sending to the first token, mean over requests, in ms; published in whole ms.</summary>
    MeanTtft,

    /// <summary><c>mean_itl_ms</c>: gap between two tokens of a request, mean over all gaps, in ms; published in whole ms.</summary>
    MeanItl,

    /// <summary><c>ttft_ms</c>: from sending to the first token, mean over requests, in ms.</summary>
    Ttft,

    /// <summary><c>tpot_ms</c>: (last token − first token)/(tokens − 1), mean over requests, in ms.</summary>
    Tpot,
}
