using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>Notes each name that is asked for, none of which exists, and each address that is dialed.</summary>
internal sealed class WatchedNetwork : IHostResolver, IEgressDialer
{
    private readonly SocketDialer _dialer = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentQueue<int> _dialed = new();

    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The ports, all of them of this machine.</summary>
    public IReadOnlyCollection<int> Dialed => _dialed;

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default)
    {
        _asked.Enqueue(query.Host);
        throw new SocketException((int)SocketError.HostNotFound);
    }

    public ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        Assert.That(endPoint.Address, Is.EqualTo(IPAddress.Loopback));
        _dialed.Enqueue(endPoint.Port);
        return _dialer.DialAsync(endPoint, cancellationToken);
    }
}
