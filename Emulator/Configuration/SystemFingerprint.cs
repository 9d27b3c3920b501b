using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Emulator.Configuration;

/// <summary>
/// What vLLM's answers tell of the server that gave them, as <c>fingerprint-mode</c> asks (<c>vllm/entrypoints/openai/fingerprint.py</c>). vLLM's hash is of its own
/// configuration, which nobody else has; this one is of what that holds and is known here, so that servers differ in it where vLLM's would.
/// </summary>
internal static class SystemFingerprint
{
    private const int HashLength = 8;

    /// <summary>The text; null = nothing is told.</summary>
    public static string? Of(EngineSetup setup)
    {
        ServerOptions options = setup.Options;
        string version = $"vllm-{ProductVersion.Vllm}.0";
        return options.FingerprintMode switch
        {
            FingerprintMode.None => null,
            FingerprintMode.Custom => options.FingerprintValue,
            FingerprintMode.Full when options.TensorParallelSize > 1 => string.Create(CultureInfo.InvariantCulture, $"{version}-tp{options.TensorParallelSize}-{HashOf(setup)}"),
            _ => $"{version}-{HashOf(setup)}",
        };
    }

    private static string HashOf(EngineSetup setup)
    {
        ServerOptions options = setup.Options;
        object[] told =
        [
            setup.Model.Name,
            options.Dtype,
            options.KvCacheDtype,
            options.TensorParallelSize,
            setup.Blueprint.MaxModelLength,
            options.BlockSize,
            options.EnablePrefixCaching,
            options.MaxNumSeqs,
            setup.Blueprint.Scheduling.TokenBudget,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', told))))[..HashLength];
    }
}
