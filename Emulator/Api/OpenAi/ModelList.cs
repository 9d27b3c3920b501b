using System.Text.Json;

namespace Emulator.Api.OpenAi;

/// <summary>The answer of <c>/v1/models</c>: the one model that is served.</summary>
internal static class ModelList
{
    /// <summary>Writes the list.</summary>
    public static async Task WriteAsync(HttpResponse response, Reception reception)
    {
        response.ContentType = "application/json";
        using (Utf8JsonWriter json = new(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            WriteModel(json, reception);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync();
    }

    /// <summary>Writes the model alone.</summary>
    public static async Task WriteOneAsync(HttpResponse response, Reception reception)
    {
        response.ContentType = "application/json";
        using (Utf8JsonWriter json = new(response.BodyWriter))
        {
            WriteModel(json, reception);
        }

        await response.BodyWriter.FlushAsync();
    }

    private static void WriteModel(Utf8JsonWriter json, Reception reception)
    {
        json.WriteStartObject();
        json.WriteString("id", reception.Setup.ServedModelName);
        json.WriteString("object", "model");
        json.WriteNumber("created", reception.StartedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by", "emulator");
        json.WriteString("root", reception.Setup.Model.Name);
        json.WriteNull("parent");
        json.WriteNumber("max_model_len", reception.Setup.Blueprint.MaxModelLength);
        json.WriteStartArray("permission");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
