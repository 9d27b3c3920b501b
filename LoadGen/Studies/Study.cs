namespace LoadGen.Studies;

/// <summary>A question about scheduling, and the simulations that answer it on a deployment and under a load of anyone's choice.</summary>
/// <param name="name">As the command line has it.</param>
/// <param name="question">What it asks, one line.</param>
/// <param name="workload">The built-in workload that shows the effect.</param>
/// <param name="duration">How long that takes to show, in model time.</param>
public abstract class Study(string name, string question, string workload, TimeSpan duration)
{
    /// <summary>As the command line has it.</summary>
    public string Name { get; } = name;

    /// <summary>What it asks.</summary>
    public string Question { get; } = question;

    /// <summary>The workload where the user names none.</summary>
    public string DefaultWorkload { get; } = workload;

    /// <summary>The arrival window where the user gives none.</summary>
    public TimeSpan DefaultDuration { get; } = duration;

    /// <summary>Runs the simulations, in parallel where one does not need another's result.</summary>
    /// <param name="settings">The deployment and the load.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="Emulator.InvalidConfigurationException">A variation of the deployment cannot be.</exception>
    public abstract StudyResult Run(StudySettings settings, CancellationToken cancellation);
}
