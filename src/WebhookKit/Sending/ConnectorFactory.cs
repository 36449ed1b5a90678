using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Makes what connects by one policy.</summary>
internal sealed class ConnectorFactory(
    IHostResolver resolver, AddressDialer dialer, ProxyTunnel tunnel, IOptionsMonitor<EgressOptions> egress, IOptions<SendingOptions> options)
{
    /// <param name="policy">The policy.</param>
    /// <param name="name">Its name, which is that of its options; empty for the one that is everybody's where none is named.</param>
    public GuardedConnector Create(IEgressPolicy policy, string name) =>
        new(policy, new CurrentEgress<EgressProxy?>(egress, name, EgressProxy.Of), tunnel, resolver, dialer, options);
}
