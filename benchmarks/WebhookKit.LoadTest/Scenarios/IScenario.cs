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

    bool NeedsSqlite => false;

    Task<Report> RunAsync(LoadTestArguments arguments);
}
