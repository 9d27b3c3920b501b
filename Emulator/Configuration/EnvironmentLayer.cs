namespace Emulator.Configuration;

/// <summary>Options in environment variables: <c>EMULATOR__MAX_NUM_SEQS</c> is <c>max-num-seqs</c>.</summary>
internal static class EnvironmentLayer
{
    private const string Prefix = "EMULATOR__";

    /// <summary>The variable that names a configuration file.</summary>
    public const string ConfigFile = Prefix + "CONFIG";

    private static readonly (string Variable, string Option)[] s_vllm = [("VLLM_API_KEY", "api-key"), ("VLLM_HTTP_TIMEOUT_KEEP_ALIVE", "keep-alive-timeout"), ("VLLM_SERVER_DEV_MODE", "server-dev-mode")];

    /// <summary>The variable of the option with this name.</summary>
    public static string VariableOf(string name) => Prefix + name.ToUpperInvariant().Replace('-', '_');

    /// <summary>What the variables give, in order of their names.</summary>
    public static ConfigurationLayer Of(IReadOnlyDictionary<string, string> environment) =>
        new([.. environment.Where(IsOption).OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(Given)], VariableOf);

    /// <summary>What vLLM's own variables give, which counts where nothing else gives it.</summary>
    public static ConfigurationLayer OfVllm(IReadOnlyDictionary<string, string> environment) => new(
        [
            .. s_vllm.Where(known => !string.IsNullOrEmpty(environment.GetValueOrDefault(known.Variable)))
                .Select(known => new GivenValue(known.Option, environment[known.Variable], known.Variable, $"environment {known.Variable}")),
        ],
        VariableOf);

    private static bool IsOption(KeyValuePair<string, string> variable) =>
        variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && variable.Key != ConfigFile;

    private static GivenValue Given(KeyValuePair<string, string> variable)
    {
        string key = variable.Key[Prefix.Length..].ToLowerInvariant().Replace('_', '-');
        return new GivenValue(key, variable.Value, variable.Key, $"environment {variable.Key}");
    }
}
