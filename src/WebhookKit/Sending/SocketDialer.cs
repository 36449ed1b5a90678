using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>Connects a socket to the address that was judged, and to no other.</summary>
internal sealed class SocketDialer : IEgressDialer
{
    public async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endPoint);

        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);

            // The network stack has the last word on where a socket goes: an address with a special meaning to it could end
            // somewhere else than what the policy judged.
            if (!endPoint.Equals(socket.RemoteEndPoint))
            {
                throw new EgressBlockedException(EgressRefusals.Diverted);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
