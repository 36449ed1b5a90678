using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>
/// Makes the connections of the delivery client: resolves once, judges every address, and connects to what it judged. A name
/// that changes its mind between the check and the connection has nothing to gain.
/// </summary>
internal sealed class GuardedConnector(
    IEgressPolicy policy,
    IHostResolver resolver,
    IEgressDialer dialer,
    IOptions<SendingOptions> options,
    TimeProvider timeProvider)
{
    private const int MostAddresses = 8;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);

        // The pool makes a connection for a request, and may give it to another for the same host: whose it is decides who waits, not
        // what is allowed.
        var owner = (context.InitialRequestMessage as DeliveryMessage)?.Owner ?? "";
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        RefuseOtherTarget(host, context.DnsEndPoint.Port, context.InitialRequestMessage.RequestUri);

        var addresses = await ResolveAsync(host, owner, cancellationToken).ConfigureAwait(false);
        Judge(addresses);
        return await DialAsync(Array.ConvertAll(addresses, Unmapped), context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A proxy, or a handler that rewrites the target, would show here: the policy judged another URL then.</summary>
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

    private async ValueTask<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var count = Math.Min(addresses.Length, MostAddresses);
        for (var i = 0; i < count - 1; i++)
        {
            // Each address gets its part of what is left, one part more than there are addresses: the handshake needs time too.
            var left = options.Value.ConnectTimeout - timeProvider.GetElapsedTime(started);
            using var deadline = new CancellationTokenSource(Positive(left / (count - i + 1)), timeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                return await dialer.DialAsync(new IPEndPoint(addresses[i], port), either.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsDead(exception) && !cancellationToken.IsCancellationRequested)
            {
                // One dead address does not make the endpoint unreachable while there is another.
            }
        }

        return await dialer.DialAsync(new IPEndPoint(addresses[count - 1], port), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsDead(Exception exception) => exception is SocketException or IOException or OperationCanceledException;

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1);

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
