using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Reporting;

/// <summary>What a scenario led to.</summary>
internal sealed class ChaosResult
{
    public required ChaosArguments Arguments { get; init; }

    /// <summary>The name and the version of the database; null where there were several.</summary>
    public string? Database { get; init; }

    public int Lost { get; init; }

    public int Ghosts { get; init; }

    public int Duplicates { get; init; }

    public int DuplicatesBound { get; init; }

    /// <summary>What was injected, and how often.</summary>
    public IReadOnlyDictionary<string, int> Injected { get; init; } = new Dictionary<string, int>();

    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Some of what is wrong, by name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    public bool Passed => Lost == 0 && Ghosts == 0 && Duplicates <= DuplicatesBound && Figures.All(figure => figure.IsMet);
}
