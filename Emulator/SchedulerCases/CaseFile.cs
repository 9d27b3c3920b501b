using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Scheduling;

namespace Emulator.SchedulerCases;

/// <summary>Reads scheduler cases: JSON files whose format <c>docs/reference/files.md</c> describes.</summary>
public static class CaseFile
{
    private static readonly string[] s_keys = ["name", "about", "source", "config", "events", "max_steps", "check_blocks", "steps"];

    private static readonly string[] s_configKeys =
        ["max_num_seqs", "token_budget", "block_size", "num_gpu_blocks", "chunked_prefill", "long_prefill_threshold", "prefix_caching", "policy", "reserve_full_prompt", "watermark_blocks"];

    // The scheduler makes room for all of them at its start; a file must not exhaust the machine that reads it.
    private const int MostSequences = 1 << 20;
    private const int MostBlocks = 1 << 24;

    private static readonly string[] s_policies = ["fcfs", "priority"];

    /// <summary>How ids and values are written: letters as they are, no blanks.</summary>
    internal static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The files that <paramref name="paths"/> name: each file, and of each folder its <c>*.json</c> in the order of their names.</summary>
    /// <exception cref="InvalidConfigurationException">A path leads nowhere, or to a folder without cases.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<string> files = [];
        foreach (string path in paths)
        {
            string[] found = File.Exists(path) ? [path]
                : Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal)]
                : throw new InvalidConfigurationException($"PATH is '{path}', where there is neither a file nor a folder.");
            files.AddRange(found.Length > 0 ? found : throw new InvalidConfigurationException($"PATH is '{path}', a folder without case files; allowed are folders with *.json."));
        }

        return files;
    }

    /// <summary>Reads the case in <paramref name="path"/>.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be read, or is no case; the message says why in one sentence.</exception>
    public static SchedulerCase Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(file, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, path);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The latter is text that is no Unicode.
            throw new InvalidConfigurationException($"{path}: this is not one JSON object: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Problem(path, path, problem);
        }
    }

    // Keys of the whole file that are not known are notes: who recorded it, and from what.
    private static SchedulerCase Read(JsonElement root, string path)
    {
        JsonFields fields = new(root, path, "a case", allowed: null);
        bool checksBlocks = fields.Flag("check_blocks") ?? false;
        return new SchedulerCase(
            fields.Text("name") ?? Path.GetFileNameWithoutExtension(path),
            Options(fields.Has("config") ? root.GetProperty("config") : throw fields.Missing("config"), path),
            new CaseEvents(path).Read(Required(fields, "events")),
            [.. Required(fields, "steps").Select((step, i) => Step(step, $"{path}: steps[{i}]", checksBlocks))],
            fields.Whole("max_steps", min: 0),
            checksBlocks)
        {
            Path = path,
            Warnings = [.. root.EnumerateObject().Select(member => Misspelling(member.Name, root)).OfType<string>().Select(warning => $"{path}: {warning}")],
        };
    }

    /// <summary>What to say of a note whose key is nearly that of something which is not there.</summary>
    private static string? Misspelling(string key, JsonElement root) =>
        !s_keys.Contains(key) && NearestName.Of(key, s_keys.Where(known => !root.TryGetProperty(known, out _))) is { } nearest
            ? $"the key '{PlainText.Of(key)}' is taken for a note; did you mean '{nearest}'?"
            : null;

    private static IEnumerable<JsonElement> Required(JsonFields fields, string key) => fields.Has(key) ? fields.List(key) : throw fields.Missing(key);

    private static SchedulerOptions Options(JsonElement config, string path)
    {
        JsonFields fields = new(config, $"{path}: config", "config", s_configKeys);
        string policy = fields.Text("policy") ?? throw fields.Missing("policy");
        if (!s_policies.Contains(policy))
        {
            throw fields.Error($"policy is '{PlainText.Of(policy)}'; allowed are {string.Join(" and ", s_policies)}.");
        }

        SchedulerOptions options = new()
        {
            MaxNumSeqs = Count("max_num_seqs", 1, MostSequences),
            TokenBudget = Count("token_budget", 1),
            BlockSize = Count("block_size", 1),
            NumGpuBlocks = Count("num_gpu_blocks", 2, MostBlocks),
            ChunkedPrefill = Flag("chunked_prefill"),
            LongPrefillThreshold = Count("long_prefill_threshold", 0),
            PrefixCaching = Flag("prefix_caching"),
            Policy = policy,
            ReserveFullPrompt = Flag("reserve_full_prompt"),
            WatermarkBlocks = Count("watermark_blocks", 0),
        };
        return options.TokenBudget < options.MaxNumSeqs ? throw fields.Error($"token_budget is {options.TokenBudget}, below max_num_seqs ({options.MaxNumSeqs}); allowed are {options.MaxNumSeqs} and more.")
            : options.LongPrefillThreshold > 0 && !options.ChunkedPrefill ? throw fields.Error($"long_prefill_threshold is {options.LongPrefillThreshold} while chunked_prefill is false; allowed is 0.")
            : options;

        int Count(string key, int min, int max = int.MaxValue) => fields.Whole(key, min, max) ?? throw fields.Missing(key);
        bool Flag(string key) => fields.Flag(key) ?? throw fields.Missing(key);
    }

    private static ExpectedStep Step(JsonElement step, string place, bool checksBlocks)
    {
        JsonFields fields = new(step, place, "a step", [.. StepField.Always, .. StepField.Blocks]);
        return new ExpectedStep([.. (checksBlocks ? StepField.Always.Concat(StepField.Blocks) : StepField.Always).Select(Value)]);

        string Value(string field)
        {
            if (StepField.IsNumber(field))
            {
                return $"{fields.Whole(field, min: 0) ?? throw fields.Missing(field)}";
            }

            return fields.Has(field) ? List(fields.Raw(field), field, fields)
                : field == "free" ? throw fields.Missing(field)
                : "[]";
        }
    }

    private static string List(JsonElement value, string field, JsonFields fields) => value.ValueKind == JsonValueKind.Array
        ? CompactJson.Of(value)
        : throw fields.Error($"{field} is {value.GetRawText()}; allowed are lists.");
}
