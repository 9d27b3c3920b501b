namespace Emulator.Configuration.VllmFlags;

/// <summary>What a flag of vLLM does here.</summary>
internal enum FlagTreatment
{
    /// <summary>It is an option of <c>serve</c>.</summary>
    Modelled,

    /// <summary>It would change neither times nor memory: it is taken, named in a warning, and does nothing.</summary>
    Harmless,

    /// <summary>It would change times or memory, or what a client sees, and that is not modelled: an error, unless its value asks for nothing.</summary>
    NotModelled,

    /// <summary>vLLM had it once and has it no longer: an error, as there.</summary>
    Retired,
}
