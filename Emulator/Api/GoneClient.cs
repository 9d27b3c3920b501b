namespace Emulator.Api;

/// <summary>What a door meets that reads from a client, or writes to one, that has gone: no fault of this program, whereas anything else is.</summary>
internal static class GoneClient
{
    // They say it of calls and pipes that are over.
    private static readonly string[] s_transports = ["Grpc.AspNetCore.Server", "Microsoft.AspNetCore.Server.Kestrel.Core", "System.IO.Pipelines"];

    /// <summary>Whether a client that has gone is the reason for it.</summary>
    public static bool Explains(Exception problem) =>
        problem is IOException or OperationCanceledException || (problem is InvalidOperationException && s_transports.Contains(problem.Source));
}
