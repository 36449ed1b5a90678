using System.Net;
using System.Net.Sockets;

namespace WebhookKit.TestServers.Processes;

/// <summary>A free port on the loopback address.</summary>
internal static class LoopbackPort
{
    /// <summary>
    /// Below the range that outgoing connections are numbered from: one of them could take the port while its server
    /// restarts, and a client that tries a port of that range long enough ends up connected to itself.
    /// </summary>
    private const int First = 12_000;
    private const int Last = 32_000;

    public static int Choose()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
