using System.Runtime.InteropServices;
using System.Text.Json;
using Emulator.Admission;
using Emulator.Configuration;
using Emulator.Engine;

namespace Emulator.Api.OpenAi;

/// <summary>
/// Orders to the engine over HTTP: the paths that vLLM has in its development mode only, since whoever reaches the port may use them. On a port of several
/// replicas an order is for all of them.
/// </summary>
/// <param name="receptions">The replicas.</param>
internal sealed class DevelopmentPages(IReadOnlyList<Reception> receptions)
{
    private readonly RefusalWriter _refusals = new(receptions[0]);

    /// <summary>Maps the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        Order(routes, "/sleep", null, async (engine, query) =>
        {
            receptions[0].RequireSleepMode();
            await engine.SleepAsync(LevelIn(query), ModeIn(query));
        });
        Order(routes, "/wake_up", null, async (engine, query) =>
        {
            receptions[0].RequireSleepMode();
            await engine.WakeUpAsync([.. query["tags"].OfType<string>()]);
        });
        Order(routes, "/pause", """{"status":"paused"}""", (engine, query) =>
        {
            // In the order in which FastAPI tells what is wrong.
            QueryFaults faults = new(query);
            string mode = faults.Word("mode", "abort", "wait", "keep");
            bool waits = faults.Switch("wait_for_inflight_requests", otherwise: false);
            bool clears = faults.Switch("clear_cache", otherwise: true);
            faults.ThrowIfAny();
            return engine.PauseAsync(waits ? PauseMode.Wait : Enum.Parse<PauseMode>(mode, ignoreCase: true), clears);
        });
        Order(routes, "/resume", """{"status":"resumed"}""", async (engine, _) =>
        {
            if (!await engine.ResumeAsync())
            {
                throw new RefusedException(VllmRefusals.Asleep);
            }
        });

        routes.MapPost("/reset_prefix_cache", (HttpContext context) => _refusals.AnswerAsync(context, () => ResetAsync(context)));

        // Of these there is nothing to empty.
        Order(routes, "/reset_mm_cache", null, (_, _) => Task.CompletedTask);
        Order(routes, "/reset_encoder_cache", null, (_, _) => Task.CompletedTask);
        routes.MapGet("/is_sleeping", (HttpContext context) => ReplyJson.SendAsync(context.Response, json => WriteState(json, "is_sleeping")));
        routes.MapGet("/is_paused", (HttpContext context) => ReplyJson.SendAsync(context.Response, json => WriteState(json, "is_paused")));
        routes.MapGet("/server_info", (HttpContext context) => _refusals.AnswerAsync(context, () => WriteInfoAsync(context)));
    }

    private void Order(IEndpointRouteBuilder routes, string path, string? answer, Func<EngineReplica, IQueryCollection, Task> give) =>
        routes.MapPost(path, (HttpContext context) => _refusals.AnswerAsync(context, async () =>
        {
            await Task.WhenAll(receptions.Select(reception => give(reception.Engine, context.Request.Query)));
            if (answer is not null)
            {
                await ReplyJson.SendAsync(context.Response, answer);
            }
        }));

    private async Task ResetAsync(HttpContext context)
    {
        QueryFaults faults = new(context.Request.Query);
        bool preempts = faults.Switch("reset_running_requests", otherwise: false);
        faults.Switch("reset_external", otherwise: false);
        faults.ThrowIfAny();
        bool[] emptied = await Task.WhenAll(receptions.Select(reception => reception.Engine.ResetPrefixCacheAsync(preempts)));
        await ReplyJson.SendAsync(context.Response, emptied.All(each => each) ? """{"success":true}""" : """{"success":false}""");
    }

    // In vLLM too a paused server says of itself that it sleeps.
    private void WriteState(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteBoolean(name, receptions.Any(reception => reception.Engine.IsPaused));
        json.WriteEndObject();
    }

    private Task WriteInfoAsync(HttpContext context)
    {
        QueryFaults faults = new(context.Request.Query);
        string format = faults.Word("config_format", "text", "json");
        faults.ThrowIfAny();
        EngineSetup setup = receptions[0].Setup;
        using JsonDocument options = JsonDocument.Parse(setup.Options.ToJson());
        return ReplyJson.SendAsync(context.Response, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("vllm_config");
            if (format == "json")
            {
                options.RootElement.WriteTo(json);
            }
            else
            {
                json.WriteStringValue(string.Join(", ", options.RootElement.EnumerateObject().Select(option => $"{option.Name}={option.Value.GetRawText()}")));
            }

            json.WriteStartObject("vllm_env");
            json.WriteBoolean("VLLM_SERVER_DEV_MODE", true);
            json.WriteEndObject();
            json.WriteStartObject("system_env");
            json.WriteString("os", RuntimeInformation.OSDescription);
            json.WriteString("nvidia_gpu_models", string.Join('\n', Enumerable.Range(0, setup.Options.TensorParallelSize).Select(gpu => FormattableString.Invariant($"GPU {gpu}: {setup.Gpu.Name} (emulated)"))));
            json.WriteString("vllm_version", $"{ProductVersion.Vllm}.0");
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static int LevelIn(IQueryCollection query) => query["level"].FirstOrDefault() switch
    {
        null or "1" => 1,
        "0" => 0,
        "2" => 2,
        var other => throw ErrorTable.Invalid("level", $"level is '{other}'; allowed are 0, 1 and 2."),
    };

    private static PauseMode ModeIn(IQueryCollection query) => query["mode"].FirstOrDefault() switch
    {
        null or "abort" => PauseMode.Abort,
        "wait" => PauseMode.Wait,
        "keep" => PauseMode.Keep,
        var other => throw ErrorTable.Invalid("mode", $"mode is '{other}'; allowed are abort, wait and keep."),
    };
}
