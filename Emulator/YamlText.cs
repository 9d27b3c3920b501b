using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Emulator;

/// <summary>YAML as text, read into its documents.</summary>
public static class YamlText
{
    // The library reads a level within a level on one stack; no file of ours has more than four.
    private const int MostDepth = 100;

    /// <summary>The documents of a text.</summary>
    /// <param name="text">YAML, or JSON, which is YAML.</param>
    /// <param name="problem">Makes the sentence of an error out of its line, from 1, and what is wrong there.</param>
    /// <exception cref="InvalidConfigurationException">It is neither.</exception>
    public static IList<YamlDocument> Documents(string text, Func<long, string, string> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        try
        {
            CheckDepth(text, problem);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents;
        }
        catch (YamlException unreadable)
        {
            throw new InvalidConfigurationException(problem(unreadable.Start.Line, unreadable.Message), unreadable);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException)
        {
            // Of some texts the library loses track, and says so in words of its own, without a line.
            throw new InvalidConfigurationException(problem(1, "it cannot be made sense of"), unreadable);
        }
    }

    private static void CheckDepth(string text, Func<long, string, string> problem)
    {
        Parser parser = new(new Scanner(new StringReader(text)));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostDepth)
            {
                throw new InvalidConfigurationException(problem(parser.Current.Start.Line, $"it is nested more than {MostDepth} levels deep."));
            }
        }
    }
}
