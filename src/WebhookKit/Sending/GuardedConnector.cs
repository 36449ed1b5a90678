using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// Makes the connections of the delivery client by one policy: resolves once, judges every address, and connects to what it judged. A name
/// that changes its mind between the check and the connection has nothing to gain. Where there is an egress proxy, it connects to nothing else.
/// </summary>
internal sealed class GuardedConnector(
    IEgressPolicy policy,
    CurrentEgress<EgressProxy?> proxy,
    ProxyTunnel tunnel,
    IHostResolver resolver,
    AddressDialer dialer,
    IOptions<SendingOptions> options) : IDisposable
{
    /// <summary>The proxy that connections are made through, as the options are now; null where there is none.</summary>
    public EgressProxy? Proxy => proxy.Value;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);

        // The pool makes a connection for a request, and may give it to another for the same host: whose it is decides who waits, not
        // what is allowed.
        var owner = (context.InitialRequestMessage as DeliveryMessage)?.Owner ?? "";
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        RefuseOtherTarget(host, port, context.InitialRequestMessage.RequestUri);
        if (Proxy is { } way)
        {
            // A name is the proxy's to resolve and to judge.
            Judge(IPAddress.TryParse(host, out var literal) ? [literal] : []);
            return await tunnel.OpenAsync(way, host, port, cancellationToken).ConfigureAwait(false);
        }

        var addresses = await ResolveAsync(host, owner, cancellationToken).ConfigureAwait(false);
        Judge(addresses);
        return await dialer.DialAsync(addresses, port, options.Value.ConnectTimeout, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => proxy.Dispose();

    /// <summary>A proxy of somebody else's, or a handler that rewrites the target, would show here: the policy judged another URL then.</summary>
    private static void RefuseOtherTarget(string host, int port, Uri? requested)
    {
        if (requested is null
            || requested.Port != port
            || !string.Equals(requested.IdnHost.Trim('[', ']'), host, StringComparison.OrdinalIgnoreCase))
        {
            throw new EgressBlockedException(EgressRefusals.OtherTarget);
        }
    }

    private async ValueTask<IPAddress[]> ResolveAsync(string host, string owner, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            var answers = await resolver.ResolveAsync(new HostQuery { Host = host, Owner = owner }, cancellationToken).ConfigureAwait(false);
            return answers.Count > 0
                ? [.. answers]
                : throw new HostUnresolvedException(SocketError.NoData);
        }
        catch (SocketException exception)
        {
            throw new HostUnresolvedException(exception.SocketErrorCode, exception);
        }
    }

    /// <summary>One bad address refuses the name: who mixes good and bad answers is looking for the one that gets through.</summary>
    private void Judge(IPAddress[] addresses)
    {
        foreach (var address in addresses)
        {
            if (!policy.JudgeAddress(address).IsAllowed)
            {
                throw new EgressBlockedException(EgressRefusals.ResolvedAddress);
            }
        }
    }
}
