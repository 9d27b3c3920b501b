namespace Emulator.Configuration.VllmFlags;

/// <summary>A flag of <c>vllm serve</c>: a row of <see cref="VllmFlagTable"/>.</summary>
/// <param name="Name">Its name, without dashes.</param>
/// <param name="Arity">What follows it.</param>
/// <param name="About">What is said of it: of a harmless one why it changes nothing, of one that is not modelled what it asks for, as the subject of a sentence, of a retired one what took its place.</param>
internal sealed record VllmFlag(string Name, FlagArity Arity, string About)
{
    private readonly FlagTreatment _unlessOption;

    /// <summary>Its short names, without their dash: <c>tp</c> is <c>-tp</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Values of one that is not modelled which ask for nothing, the one to tell the user first.</summary>
    public IReadOnlyList<string> Neutral { get; init; } = [];

    /// <summary>Whether an empty object or list asks for nothing: where one means something by its being there, it does not.</summary>
    public bool TakesEmpty { get; init; }

    /// <summary>Whether an empty text is a value: vLLM reads one as none where none is allowed, and elsewhere as text.</summary>
    public bool TakesEmptyText => Arity == FlagArity.Value && Treatment switch
    {
        FlagTreatment.Harmless => HarmlessValues.Allowed(Name) is null,
        FlagTreatment.NotModelled => Neutral is ["none", ..],
        _ => false,
    };

    /// <summary>What it does here. One that has become an option is modelled, whatever its row said before.</summary>
    public FlagTreatment Treatment
    {
        get => ServerOptionTable.Find(Name) is null ? _unlessOption : FlagTreatment.Modelled;
        init => _unlessOption = value;
    }

    /// <summary>Whether its name alone means on.</summary>
    public bool IsSwitch => Arity == FlagArity.Switch;

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => [Name, .. ShortNames];

    /// <summary>A flag that is an option of <c>serve</c>.</summary>
    public static VllmFlag Modelled(string name, params IReadOnlyList<string> shortNames) => new(name, FlagArity.Value, "") { ShortNames = shortNames };

    /// <summary>Flags that change neither times nor memory, for one reason.</summary>
    public static IEnumerable<VllmFlag> Harmless(FlagArity arity, string about, params IEnumerable<string> names) =>
        names.Select(name => new VllmFlag(name, arity, about) { Treatment = FlagTreatment.Harmless });

    /// <summary>A flag with a value that is not modelled.</summary>
    public static VllmFlag NotModelled(string name, string about, params IReadOnlyList<string> neutral) =>
        new(name, FlagArity.Value, about) { Treatment = FlagTreatment.NotModelled, Neutral = neutral is [] ? ["none"] : neutral };

    /// <summary>A switch that is not modelled.</summary>
    public static VllmFlag NotModelledSwitch(string name, string about) =>
        new(name, FlagArity.Switch, about) { Treatment = FlagTreatment.NotModelled, Neutral = ["false", "off", "no", "0"] };

    /// <summary>A flag that vLLM has no longer.</summary>
    public static VllmFlag Retired(string name, string about, FlagArity arity = FlagArity.Value) => new(name, arity, about) { Treatment = FlagTreatment.Retired };

    /// <summary>Why a value cannot be; null where it can.</summary>
    /// <param name="text">The value; null = explicitly none.</param>
    /// <param name="origin">Where it stands.</param>
    public string? Problem(string? text, string origin) => Treatment switch
    {
        FlagTreatment.Harmless => text is null || HarmlessValues.Takes(Name, text) ? null : $"{Name} is '{text}' ({origin}); allowed are {HarmlessValues.Allowed(Name)}.",
        FlagTreatment.NotModelled => NotModelledProblem(text?.Trim() ?? "", origin),
        FlagTreatment.Retired => $"{Name} ({origin}) is no flag of vLLM {ProductVersion.Vllm} any more: {About}.",
        _ => null,
    };

    private string? NotModelledProblem(string value, string origin)
    {
        string[] noValue = ["none", "null", ""];
        bool asksForNothing = Neutral.Concat(noValue).Contains(value, StringComparer.OrdinalIgnoreCase)
            || (TakesEmpty && value.Replace(" ", "", StringComparison.Ordinal) is "{}" or "[]")
            || (Quantity.TryParseNumber(value, out decimal number) && Neutral.Any(neutral => Quantity.TryParseNumber(neutral, out decimal same) && same == number));
        string instead = Name == "quantization" && value.Equals("fp8", StringComparison.OrdinalIgnoreCase)
            ? "but here fp8 weights are asked for with dtype fp8; allowed is none."
            : $"but {About} is not modelled; allowed is {Neutral[0]}.";
        return asksForNothing ? null : $"{Name} is {value} ({origin}), {instead}";
    }
}
