using WebhookKit.Chaos.Arguments;

namespace WebhookKit.Chaos.Suites;

/// <summary>Which scenarios to run one after the other, how big, and where the reports go.</summary>
/// <param name="Only">The names of the scenarios; null for all.</param>
/// <param name="Store">The store to keep to; null for all that a scenario runs on.</param>
/// <param name="Seed">What all random choices follow from.</param>
/// <param name="Shrink">What the full sizes are divided by.</param>
/// <param name="ReportFile">Where the report for people goes, in Markdown.</param>
/// <param name="JsonFile">Where all results go.</param>
/// <param name="AddTo">The results of an earlier run, of which those are kept that are not run again; null for none.</param>
/// <param name="Mutant">Which defect the hosts have; null for none.</param>
internal sealed record SuiteArguments(
    IReadOnlyList<string>? Only = null,
    StoreKind? Store = null,
    int Seed = 1,
    int Shrink = 1,
    string? ReportFile = null,
    string? JsonFile = null,
    string? AddTo = null,
    string? Mutant = null);
