using System.CommandLine;
using Emulator;
using Emulator.Cli;
using LoadGen.Report.Terminal;
using LoadGen.Schedule;
using LoadGen.Trace;
using LoadGen.Trace.Html;
using LoadGen.Trace.Terminal;

namespace LoadGen.Cli;

/// <summary>The options that say which steps are shown, and how.</summary>
internal sealed class TraceOptions
{
    private static readonly string[] _formats = ["table", "json", "html"];

    /// <summary>The first step.</summary>
    public Option<long> From { get; } = QuantityOption.WholeNumber("--from", "First step, counted from 0.", 0);

    /// <summary>When to begin, in place of a first step.</summary>
    public Option<TimeSpan?> At { get; } = QuantityOption.Duration("--at", "Begin with the first step that starts at this model time or later, instead of --from.");

    /// <summary>How many steps.</summary>
    public Option<int> Steps { get; } = QuantityOption.CountingNumber("--steps", $"Steps to show, at most {StepRange.MostSteps}; the simulation ends with the last of them.", new StepRange().Steps);

    /// <summary>Whose shares are shown.</summary>
    public Option<string[]> Requests { get; } = new("--request") { Description = "Follow only this request, by its id in the schedule. May be repeated. [all]", HelpName = "ID", DefaultValueFactory = _ => [] };

    /// <summary>As what.</summary>
    public Option<string> Format { get; } = new("--format", "-f") { Description = $"{string.Join(", ", _formats)}.", HelpName = "FORMAT", DefaultValueFactory = _ => _formats[0] };

    /// <summary>Where to.</summary>
    public Option<string?> Out { get; } = new("--out", "-o") { Description = "File to write instead of standard output.", HelpName = "FILE" };

    /// <summary>Whether to print nothing but results.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No notes." };

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public void AddTo(Verb command)
    {
        command.Add("Which steps", From, At, Steps, Requests);
        command.Add("Results", Format, Out, Quiet);
    }

    /// <summary>The steps that were asked for.</summary>
    /// <exception cref="InvalidConfigurationException">There are no such steps.</exception>
    public StepRange ReadRange(ParseResult result)
    {
        StepRange range = new() { From = result.GetValue(From), At = result.GetValue(At), Steps = result.GetValue(Steps) };
        string[] problems = [.. range.Problems()];
        return problems.Length == 0 ? range : throw new InvalidConfigurationException(string.Join(' ', problems));
    }

    /// <summary>The requests to follow; null = all.</summary>
    /// <exception cref="InvalidConfigurationException">One is not in the schedule.</exception>
    public IReadOnlySet<string>? ReadFollowed(ParseResult result, LoadSchedule schedule)
    {
        HashSet<string> followed = [.. result.GetValue(Requests)!];
        if (followed.FirstOrDefault(id => schedule.IndexOf(id) < 0) is string unknown)
        {
            string allowed = schedule.Arrivals.Count == 0 ? "it has none." : $"allowed are its ids, such as {schedule.Arrivals[0].Id}{NearestName.Hint(unknown, schedule.Arrivals.Select(arrival => arrival.Id))}";
            throw new InvalidConfigurationException($"--request is '{unknown}', which is no request of this schedule; {allowed}");
        }

        return followed.Count == 0 ? null : followed;
    }

    /// <summary>The format that was asked for.</summary>
    /// <exception cref="InvalidConfigurationException">There is no such format.</exception>
    public TraceFormat ReadFormat(ParseResult result)
    {
        string name = result.GetValue(Format)!;
        int format = Array.IndexOf(_formats, name);
        return format >= 0 ? (TraceFormat)format : throw new InvalidConfigurationException($"--format is '{name}'; allowed are {string.Join(", ", _formats)}{NearestName.Hint(name, _formats)}");
    }

    /// <summary>Tries the output before the simulation.</summary>
    /// <exception cref="OutputFailedException">It can't be written.</exception>
    /// <exception cref="InvalidConfigurationException">It is no path.</exception>
    public void Check(ParseResult result)
    {
        if (result.GetValue(Out) is string file)
        {
            OutputFile.Check(Out.Name, file);
        }
    }

    /// <summary>Writes the trace to where it was asked for.</summary>
    /// <exception cref="OutputFailedException">The file cannot be written.</exception>
    public void Write(ParseResult result, StepTrace trace)
    {
        TraceFormat format = ReadFormat(result);
        if (result.GetValue(Out) is string file)
        {
            OutputFile.Write(Out.Name, file, writer => Write(writer, trace, format));
        }
        else
        {
            Write(result.InvocationConfiguration.Output, trace, format);
        }
    }

    private static void Write(TextWriter writer, StepTrace trace, TraceFormat format)
    {
        switch (format)
        {
            case TraceFormat.Json:
                TraceJson.Write(writer, trace);
                break;
            case TraceFormat.Html:
                TracePage.Write(writer, trace);
                break;
            default:
                TraceTable.Write(ReportConsole.For(writer), trace);
                break;
        }
    }
}
