namespace LoadGen.Cli;

/// <summary>A command line with the options that other sources give.</summary>
/// <param name="Arguments">The arguments, the added options behind the verb.</param>
/// <param name="Origins">Where each added option comes from, by its name on the command line.</param>
internal sealed record CompletedArguments(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Origins)
{
    /// <summary>The sentences about a problem that says nothing of where its options stand: only the user's own arguments are before their eyes.</summary>
    public IEnumerable<string> Hints(string problem) =>
        from origin in Origins
        where problem.Split(' ', ';', ',', '\'', ':', '\n').Contains(origin.Key)
        orderby origin.Key
        select $"{origin.Key} is given by {origin.Value}.";
}
