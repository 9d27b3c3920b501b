namespace Tests.Integration.OpenAi;

/// <summary>A request whose answer is kept as a golden file.</summary>
/// <param name="Name">Its name, and its id.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Body">Its body.</param>
/// <param name="Options">The server's options.</param>
public sealed record TranscriptRequest(string Name, string Path, string Body, string Options = "")
{
    public override string ToString() => Name;
}
