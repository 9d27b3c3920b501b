using System.Reflection;

namespace Emulator;

/// <summary>Versions that the product states.</summary>
public static class ProductVersion
{
    /// <summary>The version of vLLM whose behaviour and names are followed.</summary>
    public const string Vllm = "0.32";

    /// <summary>This product's own version.</summary>
    public static string Own { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
