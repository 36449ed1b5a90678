using System.Net.Sockets;

namespace WebhookKit.Sending;

/// <summary>The host name did not resolve. Crosses the HTTP stack to the sender, and goes no further.</summary>
internal sealed class HostUnresolvedException(SocketError error, Exception? cause = null) : Exception("The host name did not resolve.", cause)
{
    public SocketError Error { get; } = error;
}
