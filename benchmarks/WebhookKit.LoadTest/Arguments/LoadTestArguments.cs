namespace WebhookKit.LoadTest.Arguments;

/// <summary>What to run, on what, how big, and where the figures go.</summary>
internal sealed record LoadTestArguments(
    string Scenario, StoreKind Store, ReceiverKind Receiver, string? JsonFile, IReadOnlyDictionary<LoadOption, int> Values)
{
    /// <summary>An option that the scenario uses, as given or by default.</summary>
    public int this[LoadOption option] => Values[option];

    public bool Has(LoadOption option) => Values.TryGetValue(option, out var value) && value > 0;
}
