using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Tests.Sending;

/// <summary>An address that neither takes a connection nor refuses it: nobody accepts, the queue is full, and the system drops what else comes.</summary>
internal sealed class SwallowingAddress : IDisposable
{
    private const int Most = 20;
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(200);

    private readonly Socket _listener;
    private readonly List<Socket> _waiting = [];

    private SwallowingAddress(IPEndPoint at)
    {
        _listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(at);
        _listener.Listen(0);
    }

    public static async Task<SwallowingAddress> OpenAsync(IPEndPoint at)
    {
        var address = new SwallowingAddress(at);
        while (await address.TakesAnotherAsync(at))
        {
            Assert.That(address._waiting, Has.Count.LessThan(Most), "The system queues more connections than it was told to.");
        }

        return address;
    }

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private async Task<bool> TakesAnotherAsync(IPEndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _waiting.Add(socket);
        using var deadline = new CancellationTokenSource(Enough);
        try
        {
            await socket.ConnectAsync(at, deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
