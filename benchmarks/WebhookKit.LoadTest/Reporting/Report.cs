using WebhookKit.LoadTest.Arguments;

namespace WebhookKit.LoadTest.Reporting;

/// <summary>What a run led to.</summary>
internal sealed class Report
{
    public required LoadTestArguments Arguments { get; init; }

    /// <summary>The figures of the run as a whole.</summary>
    public required Figures Totals { get; init; }

    public IReadOnlyList<Phase> Phases { get; init; } = [];

    public IReadOnlyList<Bar> Bars { get; init; } = [];

    /// <summary>What a reader must know to take the figures for what they are.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
