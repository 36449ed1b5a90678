using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Chaos.Tests.Proxying;

/// <summary>Says again what it is told.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;

    public EchoServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var echoes = new List<Task>();
        try
        {
            while (true)
            {
                echoes.Add(EchoAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (SocketException)
        {
            await Task.WhenAll(echoes);
        }
    }

    private static async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await client.GetStream().CopyToAsync(client.GetStream());
            }
            catch (IOException)
            {
                // Cut.
            }
        }
    }
}
