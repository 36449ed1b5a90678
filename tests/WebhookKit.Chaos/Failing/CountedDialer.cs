using System.Net;
using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Chaos.Failing;

/// <summary>Connects on the loopback address; says how often it was to connect to another one, and does not.</summary>
internal sealed class CountedDialer : IEgressDialer
{
    public const string Said = "dialed elsewhere ";
    private int _elsewhere;

    public async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        if (!IPAddress.IsLoopback(endPoint.Address))
        {
            Console.WriteLine($"{Said}{Interlocked.Increment(ref _elsewhere)}");
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
