namespace WebhookKit.Sending;

/// <summary>One way out: a policy, and what makes connections by it. What is connected by one is never used by another.</summary>
internal sealed class EgressRoute(string name, IEgressPolicy policy, GuardedConnector connector)
{
    /// <summary>The name of the policy; empty for the one that is everybody's where none is named.</summary>
    public string Name => name;

    public IEgressPolicy Policy => policy;

    public GuardedConnector Connector => connector;
}
