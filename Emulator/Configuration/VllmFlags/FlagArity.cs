namespace Emulator.Configuration.VllmFlags;

/// <summary>What follows a flag of vLLM on the command line.</summary>
internal enum FlagArity
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>Nothing: <c>--NAME</c> is on and <c>--no-NAME</c> off.</summary>
    Switch,

    /// <summary>One value or several, up to the next flag.</summary>
    Several,

    /// <summary>One value or none.</summary>
    AtMostOne,
}
