using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>Dials the addresses of a host, one after the other, within one time.</summary>
internal sealed class AddressDialer(IEgressDialer dialer, TimeProvider timeProvider)
{
    private const int MostAddresses = 8;

    public async ValueTask<Stream> DialAsync(IPAddress[] addresses, int port, TimeSpan within, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var count = Math.Min(addresses.Length, MostAddresses);
        for (var i = 0; i < count - 1; i++)
        {
            // Each address gets its part of what is left, one part more than there are addresses: the handshake needs time too.
            var left = within - timeProvider.GetElapsedTime(started);
            using var deadline = new CancellationTokenSource(Positive(left / (count - i + 1)), timeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                return await dialer.DialAsync(EndPoint(addresses[i], port), either.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsDead(exception) && !cancellationToken.IsCancellationRequested)
            {
                // One dead address does not make the host unreachable while there is another.
            }
        }

        return await dialer.DialAsync(EndPoint(addresses[count - 1], port), cancellationToken).ConfigureAwait(false);
    }

    private static IPEndPoint EndPoint(IPAddress address, int port) => new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);

    private static bool IsDead(Exception exception) => exception is SocketException or IOException or OperationCanceledException;

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1);
}
