namespace WebhookKit.Chaos.Arguments;

/// <summary>What to run, on what and how big.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Store">Where everything is kept.</param>
/// <param name="Events">How many events are published.</param>
/// <param name="Kills">How many faults are injected; zero where the scenario does not count them.</param>
/// <param name="Seed">What all random choices follow from.</param>
/// <param name="JsonFile">Where the result goes.</param>
/// <param name="Mutant">Which defect the hosts have; null for none.</param>
internal sealed record ChaosArguments(
    string Scenario, StoreKind Store, int Events, int Kills, int Seed = 1, string? JsonFile = null, string? Mutant = null);
