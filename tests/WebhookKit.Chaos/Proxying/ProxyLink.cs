using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Chaos.Proxying;

/// <summary>One connection through the proxy: two sockets, and what goes between them.</summary>
internal sealed class ProxyLink(TcpProxy proxy, Socket client, AnswerGate? gate) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private int _isCut;

    public async Task RunAsync(int serverPort)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, serverPort);
            await Task.WhenAny(PumpAsync(client, _server, null), PumpAsync(_server, client, gate));
        }
        catch (SocketException)
        {
            // Nobody listens at the server's port.
        }
        finally
        {
            Cut();
        }
    }

    /// <summary>Cuts it, without a farewell to either side.</summary>
    /// <returns>Whether it was whole until then.</returns>
    public bool Cut()
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 1)
        {
            return false;
        }

        client.Close(timeout: 0);
        _server.Close(timeout: 0);
        return true;
    }

    public void Dispose()
    {
        Cut();
        _server.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, AnswerGate? answers)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count && count > 0)
            {
                await proxy.PassAsync();
                ReadOnlyMemory<byte> passed = buffer.AsMemory(0, count);
                var cuts = false;
                if (answers is not null)
                {
                    cuts = answers.Take(buffer.AsSpan(0, count), out var whole);
                    passed = whole;
                }

                for (var sent = 0; sent < passed.Length;)
                {
                    sent += await to.SendAsync(passed[sent..]);
                }

                if (cuts)
                {
                    proxy.NoteCutAnswer();
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has gone, and so does the other.
        }
    }
}
