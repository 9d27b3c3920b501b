using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>The answer of <c>/v1/models</c>: the models that are served, each once under each of its names, however many replicas serve it.</summary>
internal static class ModelList
{
    /// <summary>Writes the list.</summary>
    public static Task WriteAsync(HttpResponse response, IEnumerable<(string Name, Reception Server)> models) => ReplyJson.SendAsync(response, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach ((string name, Reception server) in models)
        {
            WriteModel(json, name, server);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Writes one model alone.</summary>
    public static Task WriteOneAsync(HttpResponse response, string model, Reception reception) => ReplyJson.SendAsync(response, json => WriteModel(json, reception.Control.ModelOf(model)!, reception));

    private static void WriteModel(Utf8JsonWriter json, string name, Reception reception)
    {
        json.WriteStartObject();
        json.WriteString("id", name);
        json.WriteString("object", "model");
        json.WriteNumber("created", reception.StartedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by", reception.Behaviour.ModelOwner);
        if (!reception.Behaviour.HasOpenAiReplies)
        {
            WriteVllmFields(json, name, reception);
        }

        json.WriteEndObject();
    }

    private static void WriteVllmFields(Utf8JsonWriter json, string name, Reception reception)
    {
        json.WriteString("root", reception.Setup.ModelId);
        json.WriteNull("parent");
        json.WriteNumber("max_model_len", reception.Setup.Blueprint.MaxModelLength);
        json.WriteStartArray("permission");
        WritePermission(json, name, reception);
        json.WriteEndArray();
    }

    // What vLLM says of every model: anybody may sample, nobody may fine-tune.
    private static void WritePermission(Utf8JsonWriter json, string name, Reception reception)
    {
        json.WriteStartObject();
        json.WriteString("id", "modelperm-" + name);
        json.WriteString("object", "model_permission");
        json.WriteNumber("created", reception.StartedAt.ToUnixTimeSeconds());
        json.WriteBoolean("allow_create_engine", false);
        json.WriteBoolean("allow_sampling", true);
        json.WriteBoolean("allow_logprobs", true);
        json.WriteBoolean("allow_search_indices", false);
        json.WriteBoolean("allow_view", true);
        json.WriteBoolean("allow_fine_tuning", false);
        json.WriteString("organization", "*");
        json.WriteNull("group");
        json.WriteBoolean("is_blocking", false);
        json.WriteEndObject();
    }
}
