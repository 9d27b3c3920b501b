namespace Emulator.Content;

/// <summary>The words of <see cref="SyntheticProse"/>: common ones, each a single token of o200k_base with its leading space.</summary>
internal static class ProseWords
{
    private const string PlainWords =
        "the a an of to in for on with by from at as over under into after before between through during without within against about "
        + "one two three four five ten many most more some few all each every other another same next last first second third new old good "
        + "time year day week month hour minute moment place city house room door window road river water fire light sound music book page "
        + "word line story letter paper question answer reason idea plan work job team group company market price cost value number part "
        + "piece side end start middle point level step process system model machine engine power energy heat cold summer winter morning "
        + "evening night world country state north south east west sea land mountain field garden tree leaf flower bird dog horse fish "
        + "hand head eye voice mind heart life friend family child mother father brother sister people person man woman teacher student "
        + "doctor writer reader player worker is was are were has had can will would should could must makes takes gives keeps holds finds "
        + "shows tells asks helps needs wants likes knows thinks sees hears feels moves turns runs walks stands sits comes goes stays leaves "
        + "brings carries builds writes reads speaks opens closes begins grows falls rises small large long short high low deep wide near far "
        + "early late quick slow easy hard clear dark bright warm quiet strong simple open free full empty ready sure true often never always "
        + "again still soon once there here where when while because";

    private const string SentenceStarts =
        "The A In On At For With After Before When While If This That These Those There Here Every Each Some Many Most One Two We They It You He She But And So Then Now Today";

    /// <summary>First token of a text: capitalised, no space before it.</summary>
    public static readonly ProseToken[] Opening = [.. SentenceStarts.Split(' ').Select(word => new ProseToken(word))];

    /// <summary>First token of a further sentence.</summary>
    public static readonly ProseToken[] Capitalised = [.. SentenceStarts.Split(' ').Select(word => new ProseToken(" " + word))];

    /// <summary>All other words.</summary>
    public static readonly ProseToken[] Plain = [.. PlainWords.Split(' ').Select(word => new ProseToken(" " + word))];

    /// <summary>In the middle of some sentences.</summary>
    public static readonly ProseToken Comma = new(",");

    /// <summary>At the end of each.</summary>
    public static readonly ProseToken FullStop = new(".");
}
