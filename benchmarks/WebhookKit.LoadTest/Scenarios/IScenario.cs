using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Scenarios;

/// <summary>One thing worth measuring.</summary>
internal interface IScenario
{
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>The options it uses, with their defaults.</summary>
    IReadOnlyDictionary<LoadOption, int> Defaults { get; }

    /// <summary>The stores it runs on; the first is the default.</summary>
    IReadOnlyList<StoreKind> Stores => [StoreKind.Postgres, StoreKind.Sqlite, StoreKind.Memory];

    /// <summary>Whether a receiver that only counts is enough.</summary>
    bool RunsWithNginx => false;

    Task<Report> RunAsync(LoadTestArguments arguments);
}
