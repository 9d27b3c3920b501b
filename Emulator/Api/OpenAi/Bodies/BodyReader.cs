using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Emulator.Api.OpenAi.Bodies.OpenAiRules;
using Emulator.Api.OpenAi.Bodies.Pydantic;
using Emulator.Configuration.Behaviour;

namespace Emulator.Api.OpenAi.Bodies;

/// <summary>How bodies are read: looked at as vLLM's or OpenAI's server does, so that both are refused in the right words, and then taken as they are.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    MaxDepth = DeepestJson,
    Converters = [typeof(LaxInt), typeof(LaxLong), typeof(LaxWhole), typeof(LaxDouble), typeof(LaxBoolean)])]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(CompletionBody))]
[JsonSerializable(typeof(TokenizeBody))]
[JsonSerializable(typeof(DetokenizeBody))]
[JsonSerializable(typeof(ChatTurn[]))]
internal sealed partial class BodyReader : JsonSerializerContext
{
    // Deeper than any schema; what walks through bodies calls itself.
    private const int DeepestJson = 256;

    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = DeepestJson, AllowDuplicateProperties = false };

    private static readonly JsonDocumentOptions s_withRepeats = new() { MaxDepth = DeepestJson };

    /// <summary>Reads a body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="shape">What its body may be.</param>
    /// <param name="behaviour">Whose server this one passes for.</param>
    /// <exception cref="Admission.RefusedException">It is no JSON of that shape.</exception>
    public static async Task<TBody> ReadAsync<TBody>(HttpRequest http, BodyShape<TBody> shape, ServerBehaviour behaviour)
        where TBody : class
    {
        Action<JsonElement>? requireOpenAi = behaviour.HasOpenAiRequests ? shape.RequireOpenAi : null;
        string type = http.ContentType ?? "";
        if (!type.Split(';', 2)[0].Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw requireOpenAi is null ? BodyError.NoJsonType : OpenAiFault.NoJsonType(type);
        }

        byte[] body = await ReadAllAsync(http);
        using JsonDocument document = requireOpenAi is null ? ParseAsPython(body) : ParseAsOpenAi(body);
        return Make(() =>
        {
            if (requireOpenAi is not null)
            {
                requireOpenAi(document.RootElement);
            }
            else
            {
                RequireVllm(document.RootElement, shape.Vllm, shape.Before);
            }

            return document.RootElement.Deserialize(shape.Type)!;
        });
    }

    /// <summary>Makes something of a body; only then are some of its texts looked at.</summary>
    /// <exception cref="Admission.RefusedException">One of its names or texts is no Unicode, or what <paramref name="read"/> throws.</exception>
    public static T Make<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException problem) when (JsonText.IsNoUnicode(problem))
        {
            throw BodyError.Unreadable;
        }
    }

    private static void RequireVllm(JsonElement body, FieldKind kind, Action<JsonElement>? before)
    {
        if (body.ValueKind == JsonValueKind.Null)
        {
            throw BodyError.Missing;
        }

        if (body.ValueKind == JsonValueKind.Object)
        {
            before?.Invoke(body);
        }

        FaultList faults = new();
        kind.Check(body, faults);
        if (faults.Count > 0)
        {
            throw BodyError.Of(faults);
        }
    }

    // It does not tell what is wrong with the JSON, and takes no number with too many digits for Python either.
    private static JsonDocument ParseAsOpenAi(byte[] body)
    {
        bool isTooLong = PythonJson.MayHoldLongNumber(body) && Utf8.IsValid(body) && PythonJson.Read(Encoding.UTF8.GetString(body)).Fault is { Message: PythonJson.LongNumber };
        return (isTooLong ? null : Parse(body)) ?? throw OpenAiFault.NoJson;
    }

    private static JsonDocument ParseAsPython(byte[] body)
    {
        if (body.Length == 0)
        {
            throw BodyError.Missing;
        }

        if (!Utf8.IsValid(body))
        {
            throw BodyError.Unreadable;
        }

        if (!PythonJson.MayHoldLongNumber(body) && Parse(body) is { } proper)
        {
            return proper;
        }

        ((string Message, int Position)? fault, string json) = PythonJson.Read(Encoding.UTF8.GetString(body));
        return fault is { Message: PythonJson.LongNumber } ? throw BodyError.Unreadable
            : fault is { } wrong ? throw BodyError.NoJson(wrong.Message, wrong.Position)
            : Parse(Encoding.UTF8.GetBytes(json)) ?? throw BodyError.Unreadable;
    }

    // Of members with one name the last counts, as for Python; whoever reads on sees no other.
    private static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            return null;
        }

        if (TryRead(() => JsonDocument.Parse(json, s_json)) is { } proper)
        {
            return proper;
        }

        using JsonDocument? repeating = TryRead(() => JsonDocument.Parse(json, s_withRepeats));
        return repeating is null ? null : TryRead(() => JsonDocument.Parse(JsonText.WithoutRepeats(repeating.RootElement), s_json));
    }

    private static JsonDocument? TryRead(Func<JsonDocument> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (JsonText.IsUnreadable(problem))
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAllAsync(HttpRequest http)
    {
        using MemoryStream body = new();
        await http.Body.CopyToAsync(body, http.HttpContext.RequestAborted);
        byte[] all = body.ToArray();
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        return all.AsSpan().StartsWith(mark) ? all[mark.Length..] : all;
    }
}
