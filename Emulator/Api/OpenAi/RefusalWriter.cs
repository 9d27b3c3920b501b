using Emulator.Admission;

namespace Emulator.Api.OpenAi;

/// <summary>Answers that are refusals.</summary>
/// <param name="reception">Whose behaviour they follow.</param>
internal sealed class RefusalWriter(Reception reception)
{
    /// <summary>The header by which clients name requests; answers repeat it, or name those that have no name.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    /// <summary>Names the request in the answer's header. A body may give it a name that no header can hold; that is percent-encoded.</summary>
    public static void Name(HttpResponse response, string id) =>
        response.Headers[RequestIdHeader] = id.All(letter => letter is >= ' ' and <= '~') ? id : Uri.EscapeDataString(id);

    /// <summary>Answers, or says why not.</summary>
    public async Task AnswerAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (RefusedException refused)
        {
            await WriteAsync(context, refused.Refusal);
        }
    }

    /// <summary>Says why there is no answer.</summary>
    public Task WriteAsync(HttpContext context, Refusal refusal)
    {
        string? given = context.Request.Headers[RequestIdHeader];
        Name(context.Response, string.IsNullOrEmpty(given) || given.Length > FieldCheck.LongestName ? reception.NextId() : given);
        return OpenAiError.WriteAsync(context.Response, refusal, reception.Behaviour, reception.ToWall(ErrorTable.RetryAfter));
    }
}
