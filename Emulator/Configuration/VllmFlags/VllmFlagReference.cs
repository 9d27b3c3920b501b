using System.Text;

namespace Emulator.Configuration.VllmFlags;

/// <summary>What each flag of <c>vllm serve</c> does here, as a Markdown page; a test holds <c>docs/reference/vllm-serve.md</c> to it.</summary>
internal static class VllmFlagReference
{
    private const string Head = """
        # A `vllm serve` command line

        `emulator serve` takes a `vllm serve` command line as it stands: `emulator serve meta-llama/Llama-3.1-8B-Instruct --tensor-parallel-size 2 --port 8000`.
        The page lists every flag of vLLM VERSION, and what it does here:

        - **modelled**: it is an [option of `serve`](serve-options.md), with vLLM's meaning.
        - **no effect**: it would change neither times nor memory. It is taken, and all such flags are named in one line on standard error.
          Where vLLM takes a few words or whole numbers alone, so does this server.
        - **error**: it would change times or memory, or what a client sees, and is not modelled. A value that asks for nothing, shown in brackets, is taken.
        - **gone**: vLLM itself refuses it by now, and so does this server.

        A flag that is not here is an error with the nearest right name.

        ## How the line is read

        - The model may stand anywhere among the flags. It is a name or alias of the catalogue (`emulator models list`), the path of a `config.json` or of its
          folder, or a file in the catalogue's format. As in vLLM it is served under the name by which it was asked for, unless `--served-model-name` gives others:
          all of those are answered, and answers carry the first. `--model` says the same; both, and different, are an error.
        - Whatever the line leaves out is as in `emulator serve` without it: one H100, and the other defaults of [the options](serve-options.md). Where these are not
          vLLM's own on that device: `--enable-prefix-caching` is off (there on), `--max-num-seqs` is 256 (there 1,024), and `--host` is 127.0.0.1 (there every interface).
        - `--flag value`, `--flag=value`, underscores for dashes (`--max_model_len`), `--no-flag` for switches, several values (`--api-key a b`), short names (`-tp 8`, `-O3`),
          and `--speculative-config.method ngram`, or `-sc.method ngram`, for a part of a JSON value are read as vLLM reads them. So are keys of a `--config` file
          (`no-enable-chunked-prefill: true`, `speculative-config.method: ngram`); there an empty list says nothing, as in vLLM.
        - `--max-model-len`, `--max-num-batched-tokens` and `--max-num-queued-tokens` take `16k` (16,000) and `16K` (16,384). `--max-model-len auto` and `-1` are the
          model's whole context; vLLM looks for the longest that fits.
        - A flag that expects a value never takes the next flag for it, as in vLLM; `--flag=--value` gives a value that begins with a dash. Behind `--` nothing is a flag.
        - A flag given twice is an error; vLLM takes the last and warns. Flags cannot be abbreviated.

        ## Keys, TLS and limits

        - Keys are `--api-key`, else `VLLM_API_KEY`. Over HTTP they guard what begins with `/v1`, `/v2`, `/inference` or `/cohere`, but not `OPTIONS`; who has none hears
          401 `{"error":"Unauthorized"}`. The gRPC door asks for one on every call.
        - `--ssl-certfile` and `--ssl-keyfile` (here also `--tls-cert`, `--tls-key`) encrypt both client ports; the HTTP door then speaks HTTP/1.1 and HTTP/2, whichever the
          client asks for. `--ssl-cert-reqs 2 --ssl-ca-certs FILE` asks clients for a certificate. The control port stays on loopback, unencrypted.
        - A body over `--max-request-body-size` is answered with 413, headers over `--h11-max-incomplete-event-size` or `--h11-max-header-count` with 431 (beyond twice the limit
          with a bare 431), headers that take longer than `--request-headers-timeout` with 408. Connections over `--max-connections` are closed. Requests over
          `--max-num-queued-reqs`, or while `--max-num-queued-tokens` are queued, are answered with 503, once their bodies have
          been read and before their prompts become tokens; a body that is still on its way takes no place.

        """;

    public static string Markdown()
    {
        StringBuilder page = new(Head.ReplaceLineEndings("\n").Replace("VERSION", ProductVersion.Vllm, StringComparison.Ordinal));
        foreach ((string title, IReadOnlyList<VllmFlag> flags) in VllmFlagTable.Groups)
        {
            page.Append($"\n## {title}\n\n| flag | here | |\n|---|---|---|\n");
            foreach (VllmFlag flag in flags.OrderBy(flag => flag.Treatment).ThenBy(flag => flag.Name, StringComparer.Ordinal))
            {
                page.Append($"| {Spelled(flag)} | {Treatment(flag)} | {About(flag)} |\n");
            }
        }

        return page.ToString();
    }

    private static string Spelled(VllmFlag flag)
    {
        bool isSwitch = ServerOptionTable.Find(flag.Name)?.IsSwitch ?? flag.IsSwitch;
        return string.Join(", ", flag.ShortNames.Select(name => $"`-{name}`").Prepend($"`--{(isSwitch ? "[no-]" : "")}{flag.Name}`"));
    }

    private static string Treatment(VllmFlag flag) => flag.Treatment switch
    {
        FlagTreatment.Modelled => "modelled",
        FlagTreatment.Harmless => "no effect",
        FlagTreatment.NotModelled => $"error [{string.Join(", ", flag.Neutral.Take(flag.IsSwitch ? 1 : flag.Neutral.Count))}]",
        _ => "gone",
    };

    private static string About(VllmFlag flag) => ServerOptionTable.Find(flag.Name) switch
    {
        { } option when option.Name == flag.Name => option.Description,
        { } option => $"Another name of `--{option.Name}`.",
        null => HarmlessValues.Allowed(flag.Name) is { } allowed ? $"{flag.About}; allowed are {allowed}" : flag.About,
    };
}
