namespace WebhookKit.Chaos.Hogging;

/// <summary>A pool that a host shares with the library, and what its own code does with it.</summary>
/// <param name="Connections">How many it has, at the most.</param>
/// <param name="Journal">Where the host writes down what it publishes.</param>
/// <param name="Owners">Whom it publishes for.</param>
internal sealed record SharedPool(int Connections, string Journal, IReadOnlyList<string> Owners);
