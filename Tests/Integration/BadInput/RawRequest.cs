using System.Net.Sockets;
using System.Text;

namespace Tests.Integration.BadInput;

/// <summary>Bytes on a connection, and what comes back.</summary>
internal static class RawRequest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends bytes, says that no more will come where <paramref name="halfCloses"/>, and reads until the server closes.</summary>
    public static async Task<byte[]> SendAsync(Uri server, byte[] bytes, bool halfCloses)
    {
        using TcpClient client = new(server.Host, server.Port) { NoDelay = true };
        NetworkStream stream = client.GetStream();
        using CancellationTokenSource limit = new(s_patience);
        using MemoryStream answer = new();
        try
        {
            await stream.WriteAsync(bytes, limit.Token);
            if (halfCloses)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // A reset is a way to close, too.
        }

        return answer.ToArray();
    }

    /// <summary>The same for text; the answer's status, 0 where there is none, and its body.</summary>
    public static async Task<(int Status, string Body)> SendAsync(Uri server, string text, bool halfCloses)
    {
        string answer = Encoding.UTF8.GetString(await SendAsync(server, Encoding.Latin1.GetBytes(text), halfCloses));
        return (answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3)) : 0, answer);
    }
}
