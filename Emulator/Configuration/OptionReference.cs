using System.Text;

namespace Emulator.Configuration;

/// <summary>The options of <c>serve</c> as a Markdown page; a test holds <c>docs/reference/serve-options.md</c> to it.</summary>
internal static class OptionReference
{
    public static string Markdown()
    {
        ServerOptions defaults = ServerOptions.FromPreset(ServerOptions.DefaultPreset);
        StringBuilder page = new();
        page.Append("# Options of `serve`\n\n");
        page.Append("A value comes from the flag, else from the environment variable, else from the file that `--config` names, else from the preset, else from\n");
        page.Append($"the default. Shown are the values of a server that is given none, which are those of preset `{ServerOptions.DefaultPreset}`. Files have the same\n");
        page.Append("names as keys. Numbers take units: `64k` = 64,000, `1GiB`, `500ms`, `2s`; plain ones are tokens or seconds.\n\n");
        page.Append("| flag | variable | default | allowed | meaning |\n|---|---|---|---|---|\n");
        foreach (ServerOption option in ServerOptionTable.All)
        {
            string flag = string.Join(", ", option.Names.Select(name => option.IsSwitch ? $"`--[no-]{name}`" : $"`--{name}`"));
            page.Append($"| {flag} | `{option.Variable}` | {option.Print(defaults)} | {option.Allowed} | {option.Description} |\n");
        }

        return page.ToString();
    }
}
