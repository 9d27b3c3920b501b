using System.CommandLine;
using System.Globalization;
using Emulator.Configuration;
using Emulator.Models;

namespace Emulator.Cli;

/// <summary><c>models</c>: the models that can be served.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        Verb list = new("list", "Lists the models of the catalogue.", "emulator models list");
        list.SetAction(result =>
        {
            List(result.InvocationConfiguration.Output);
            return ExitCode.Done;
        });

        Argument<string> name = new("NAME|FILE") { Description = "A model's name or alias in any case, or the path of a model file or Hugging Face config.json." };
        Verb show = new("show", "Shows a model's shape as JSON.", "emulator models show Llama-3.1-8B") { name };
        show.SetAction(result =>
        {
            result.InvocationConfiguration.Output.WriteLine(CatalogueFile.Write(CatalogueLookup.Model(result.GetRequiredValue(name))));
            return ExitCode.Done;
        });

        return new Verb("models", "Shows the models that can be served.", "emulator models list") { list, show };
    }

    private static void List(TextWriter output)
    {
        int width = ModelCatalogue.All.Max(model => model.Name.Length);
        foreach (Transformer model in ModelCatalogue.All)
        {
            string kind = model.IsMixtureOfExperts ? FormattableString.Invariant($"{model.Experts} experts, {model.ExpertsPerToken} a token") : "dense";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name.PadRight(width)}  {model.ParametersBillions:0.0##}e9 parameters, {kind}, context {model.MaxContext}. Also: {string.Join(", ", model.Aliases)}."));
        }
    }
}
