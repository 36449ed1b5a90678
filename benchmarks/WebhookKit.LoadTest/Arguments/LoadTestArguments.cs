namespace WebhookKit.LoadTest.Arguments;

/// <summary>What to run, how big, and where the figures go.</summary>
internal sealed class LoadTestArguments(string scenario, StoreKind store, string? jsonFile, IReadOnlyDictionary<LoadOption, int> values)
{
    public string Scenario { get; } = scenario;

    public StoreKind Store { get; } = store;

    public string? JsonFile { get; } = jsonFile;

    /// <summary>Every option that the scenario uses, as given or by default.</summary>
    public IReadOnlyDictionary<LoadOption, int> Values { get; } = values;

    /// <summary>An option that the scenario uses.</summary>
    public int this[LoadOption option] => Values[option];
}
