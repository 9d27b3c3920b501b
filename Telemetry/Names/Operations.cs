namespace Telemetry.Names;

/// <summary>Values of <see cref="Attributes.OperationName"/> and <see cref="Attributes.ProviderName"/>: OpenTelemetry's where it has one.</summary>
public static class Operations
{
    /// <summary>An answer to a conversation.</summary>
    public const string Chat = "chat";

    /// <summary>A continuation of a text or of tokens.</summary>
    public const string TextCompletion = "text_completion";

    /// <summary>The provider: this emulator, whatever model it plays.</summary>
    public const string Provider = "emulator";
}
