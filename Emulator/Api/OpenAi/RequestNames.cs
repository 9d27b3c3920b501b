namespace Emulator.Api.OpenAi;

/// <summary>The header by which clients name requests; answers repeat it, or name those that have no name.</summary>
/// <param name="reception">Who makes names.</param>
internal sealed class RequestNames(Reception reception)
{
    private const string Header = "X-Request-Id";

    /// <summary>Middleware around all paths, for servers that name them all: whatever the answer is, it has a name when it leaves.</summary>
    public Task NameAsync(HttpContext context, RequestDelegate handle)
    {
        context.Response.OnStarting(() =>
        {
            if (!context.Response.Headers.ContainsKey(Header))
            {
                string? given = context.Request.Headers[Header];
                Write(context.Response, string.IsNullOrEmpty(given) || given.Length > reception.LongestId ? reception.NextId() : given);
            }

            return Task.CompletedTask;
        });
        return handle(context);
    }

    /// <summary>Names a request whose name is known, if its server does.</summary>
    public static void Name(HttpResponse response, string id, Reception reception)
    {
        if (reception.SendsRequestIds)
        {
            Write(response, id);
        }
    }

    // A body may give it a name that no header can hold; that is percent-encoded.
    private static void Write(HttpResponse response, string id) =>
        response.Headers[Header] = id.All(letter => letter is >= ' ' and <= '~') ? id : Uri.EscapeDataString(id);
}
