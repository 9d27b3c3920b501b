using System.CommandLine;
using Emulator.Configuration;
using Emulator.Hardware;

namespace Emulator.Cli;

/// <summary><c>hardware</c>: the GPUs that can be emulated.</summary>
internal static class HardwareCommand
{
    public static Command Create()
    {
        Verb list = new("list", "Lists the GPUs of the catalogue, and what their timings rest on.", "emulator hardware list");
        list.SetAction(result =>
        {
            foreach (Gpu gpu in GpuCatalogue.All)
            {
                result.InvocationConfiguration.Output.WriteLine(GpuCatalogue.Describe(gpu));
            }

            return ExitCode.Done;
        });

        Argument<string> name = new("NAME|FILE") { Description = "A GPU's name or alias in any case, or the path of a device file." };
        Verb show = new("show", "Shows a GPU as JSON: its data sheet and the coefficients of its cost model.", "emulator hardware show H100-SXM") { name };
        show.SetAction(result =>
        {
            result.InvocationConfiguration.Output.WriteLine(CatalogueFile.Write(CatalogueLookup.Gpu(result.GetRequiredValue(name))));
            return ExitCode.Done;
        });

        return new Verb("hardware", "Shows the GPUs that can be emulated.", "emulator hardware list") { list, show };
    }
}
