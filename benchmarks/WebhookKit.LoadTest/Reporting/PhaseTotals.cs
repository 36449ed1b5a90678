namespace WebhookKit.LoadTest.Reporting;

/// <summary>The figures of a run that compares phases.</summary>
internal static class PhaseTotals
{
    /// <param name="main">The phase whose figures stand for the run.</param>
    /// <param name="all">All phases: what was lost or doubled in any of them counts.</param>
    /// <param name="ratio">What the run compares.</param>
    public static Figures Of(Phase main, IReadOnlyCollection<Phase> all, double? ratio) => main.Figures with
    {
        Ratio = ratio,
        Lost = all.Sum(phase => phase.Figures.Lost),
        Duplicates = all.Sum(phase => phase.Figures.Duplicates),
    };
}
