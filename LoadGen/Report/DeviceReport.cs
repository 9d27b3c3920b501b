namespace LoadGen.Report;

/// <summary>The device that was emulated, and what its times rest on.</summary>
/// <param name="Name">Its name in the catalogue or in the user's own file.</param>
/// <param name="Calibrated">Whether the cost model was fitted on it; otherwise its times are estimates.</param>
/// <param name="Note">What was fitted and how far off it is, or what stands in for it; null where the server does not say.</param>
/// <param name="TensorParallelSize">Devices that share each layer of one engine.</param>
public sealed record DeviceReport(string Name, bool Calibrated, string? Note, int TensorParallelSize)
{
    /// <summary>What of the deployment nobody measured on the device, in one line; null where there is nothing to tell, or the server does not say.</summary>
    public string? NotMeasured { get; init; }

    /// <summary>One line for people, and another where something was not measured.</summary>
    internal string Text() => $"device {Name}, {(Calibrated ? "calibrated" : "uncalibrated")}{(string.IsNullOrEmpty(Note) ? "" : $": {Note}")}{(NotMeasured is null ? "" : $"\n{NotMeasured}")}";
}
