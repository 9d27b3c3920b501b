using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Emulator.Api.OpenAi.Bodies.OpenAiRules;

/// <summary>What OpenAI's API takes as names in <c>logit_bias</c>: ids of tokens, which only a server with its vocabulary knows.</summary>
internal static class BiasRules
{
    /// <summary>Refuses what it would.</summary>
    /// <param name="bias">An object whose values have been looked at, or none.</param>
    /// <param name="vocabularySize">Ids are below this.</param>
    /// <exception cref="Admission.RefusedException">It would.</exception>
    public static void Require(JsonElement bias, int vocabularySize)
    {
        foreach (JsonProperty entry in bias.ValueKind == JsonValueKind.Object ? bias.EnumerateObject() : default)
        {
            if (entry.Name.Length > LaxNumbers.LongestText || !BigInteger.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger id))
            {
                throw Fault($"{entry.Name}. You should only be submitting non-negative integers.");
            }

            if (id >= vocabularySize)
            {
                throw Fault(string.Create(CultureInfo.InvariantCulture, $"{id}. Maximum value is {vocabularySize - 1}."));
            }
        }
    }

    private static Admission.RefusedException Fault(string what) => OpenAiFault.Of($"Invalid key in 'logit_bias': {what}", "logit_bias", code: null);
}
