using Emulator.Admission;
using Emulator.Engine;

namespace Emulator.Api;

/// <summary>What vLLM says that was started without something; so does this server, which never has it.</summary>
internal static class VllmRefusals
{
    /// <summary>LoRA.</summary>
    public static Refusal NoLora { get; } = NotEnabled("LoRA is not enabled here, as on a vLLM server without --enable-lora; requests go to the base model.");

    /// <summary>An exchange of weights.</summary>
    public static Refusal NoWeightTransfer { get; } = NotEnabled("Weight transfer is not configured here, as on a vLLM server without --weight-transfer-config.");

    /// <summary>Sleep.</summary>
    public static Refusal NoSleepMode { get; } = NotEnabled("Sleep mode is not enabled; start the server with --enable-sleep-mode.");

    /// <summary>Steps without memory.</summary>
    public static Refusal Asleep { get; } = NotEnabled("The server sleeps and has given up its memory; wake it up instead.");

    private static Refusal NotEnabled(string message) => new(Outcome.Invalid, RefusalCode.NotEnabled, message);
}
