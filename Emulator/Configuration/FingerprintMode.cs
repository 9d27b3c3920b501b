namespace Emulator.Configuration;

/// <summary>What <c>system_fingerprint</c> holds in vLLM's answers.</summary>
public enum FingerprintMode
{
    /// <summary>Version, degree of parallelism, and a hash of the configuration.</summary>
    Full,

    /// <summary>Version and hash.</summary>
    Hash,

    /// <summary>A text of the operator's.</summary>
    Custom,

    /// <summary>Nothing.</summary>
    None,
}
