using Emulator.Svg;

namespace LoadGen.Studies;

/// <summary>TTFT turn by turn, and what of each turn's prompt is computed with caching.</summary>
internal static class PrefixCachingPicture
{
    public static PanelSheet Of(string setting, StudyRun[] runs, TurnFigures[][] turns) =>
        new("Prefix caching: conversations whose past is still there", setting, [[Ttft(runs, turns), Prompts(runs[1], turns[1])]]);

    private static CurvePanel Ttft(StudyRun[] runs, TurnFigures[][] turns)
    {
        Curve[] curves = [.. runs.Select((run, i) => new Curve(run.Name, i, [.. turns[i].Select((turn, at) => (turn, at)).Where(pair => pair.turn.Ttft.P50 is not null).Select(pair => new LabelledPoint(pair.at + 1, pair.turn.Ttft.P50!.Value.TotalSeconds, ""))]))];
        return new CurvePanel(
            "TTFT p50 by turn, prefix caching off and on",
            PanelAxis.Between("turn of the conversation", 0.5, turns.Max(run => run.Length) + 0.5, Wording.NumberAxis, tickCount: 10),
            PanelAxis.FromZero("", curves.SelectMany(curve => curve.Points).Select(point => point.Y).DefaultIfEmpty(1).Max(), Wording.SecondsAxis),
            curves);
    }

    private static BarPanel Prompts(StudyRun on, TurnFigures[] turns) => new(
        $"Prompt tokens by turn, mean, caching {on.Name}",
        "turn of the conversation; above: share found in the cache",
        PanelAxis.FromZero("", turns.Max(turn => turn.PromptTokens), Wording.NumberAxis),
        ["computed", "found in the cache"],
        [.. turns.Select((turn, i) => ($"{i + 1}", Wording.ShareAxis(Math.Round(turn.CachedShare, 2)), (IReadOnlyList<double>)[turn.PromptTokens - turn.CachedTokens, turn.CachedTokens]))]);
}
