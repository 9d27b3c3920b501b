using System.CommandLine;
using Emulator.Configuration;

namespace Emulator.Cli;

/// <summary><c>presets</c>: the sets of options that a server can start from.</summary>
internal static class PresetsCommand
{
    public static Command Create()
    {
        Verb list = new("list", "Lists the built-in presets.", "emulator presets list");
        list.SetAction(result =>
        {
            List(result.InvocationConfiguration.Output);
            return ExitCode.Done;
        });

        Argument<string> name = new("NAME") { Description = "A preset's name or alias in any case, or the path of a preset file." };
        Verb show = new("show", "Shows what a preset makes of every option, as YAML that serve --config reads.", "emulator presets show seed-tp8") { name };
        show.SetAction(result =>
        {
            Dictionary<string, string> flags = new() { ["preset"] = result.GetRequiredValue(name) };
            result.InvocationConfiguration.Output.Write(ServerOptions.Parse(flags).ToYaml());
            return ExitCode.Done;
        });

        return new Verb("presets", "Shows the presets that a server can start from.", "emulator presets list") { list, show };
    }

    private static void List(TextWriter output)
    {
        int width = Preset.BuiltIn.Max(preset => preset.Name.Length);
        foreach (Preset preset in Preset.BuiltIn)
        {
            output.WriteLine($"{preset.Name.PadRight(width)}  {preset.About} Also: {string.Join(", ", preset.Aliases)}.");
        }
    }
}
