using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookKit.Tests.Sending;

/// <summary>A proxy on this machine that knows CONNECT. Whatever host it is asked for, it finds on this machine.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<string, string?> _answer;
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly ConcurrentBag<TcpClient> _open = [];

    /// <param name="port">Where it listens; 0 for any free port.</param>
    /// <param name="answer">What it answers to a request instead of connecting; null to connect, and empty to hang up.</param>
    public ConnectProxy(int port = 0, Func<string, string?>? answer = null)
    {
        _answer = answer ?? (_ => null);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The heads of the requests that it got.</summary>
    public IReadOnlyCollection<string> Heads => _heads;

    /// <summary>What it was asked to connect to.</summary>
    public IEnumerable<string> Targets => _heads.Select(head => head.Split(' ')[1]);

    public static string Answer(int status, string headers = "") => $"HTTP/1.1 {status} No\r\n{headers}Content-Length: 0\r\n\r\n";

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _open)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _open.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over, or wants it down.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var head = await ReadHeadAsync(stream);
                _heads.Enqueue(head);
                if (_answer(head) is { } answer)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
                    return;
                }

                await TunnelAsync(stream, int.Parse(head.Split(' ')[1].Split(':')[^1], CultureInfo.InvariantCulture));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // One of the two went.
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                throw new IOException("The client went before it had asked.");
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return head.ToString();
    }

    private async Task TunnelAsync(NetworkStream stream, int port)
    {
        using var target = new TcpClient();
        _open.Add(target);
        await target.ConnectAsync(IPAddress.Loopback, port);
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        await Task.WhenAny(stream.CopyToAsync(target.GetStream()), target.GetStream().CopyToAsync(stream));
    }
}
