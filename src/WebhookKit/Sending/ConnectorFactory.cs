using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Makes what connects by one policy.</summary>
internal sealed class ConnectorFactory(IHostResolver resolver, IEgressDialer dialer, IOptions<SendingOptions> options, TimeProvider timeProvider)
{
    public GuardedConnector Create(IEgressPolicy policy) => new(policy, resolver, dialer, options, timeProvider);
}
