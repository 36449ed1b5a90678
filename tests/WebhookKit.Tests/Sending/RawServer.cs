using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebhookKit.Tests.Sending;

/// <summary>A server that speaks bytes, for what no web server would answer.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<NetworkStream, Task> _answer;
    private int _connections;

    private RawServer(Func<NetworkStream, Task> answer, IPAddress? address = null)
    {
        _answer = answer;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Leaves all talking to the test, from the first byte.</summary>
    /// <param name="talk">Talks on one connection.</param>
    /// <param name="address">Where to listen; 127.0.0.1 unless it is said.</param>
    public static RawServer Talking(Func<NetworkStream, Task> talk, IPAddress? address = null) => new(talk, address);

    /// <summary>Answers the first request of each connection, and cuts it at the second.</summary>
    /// <param name="came">Told of each request.</param>
    public static RawServer AnsweringOnce(Action came) => new(async stream =>
    {
        var buffer = new byte[8192];
        for (var answers = 1; await stream.ReadAsync(buffer) > 0; answers--)
        {
            came();
            if (answers == 0)
            {
                return;
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    });

    /// <summary>Reads the request's head, answers, and leaves the connection open.</summary>
    public static RawServer Answering(string answer) => Answering(stream => stream.WriteAsync(Encoding.Latin1.GetBytes(answer)).AsTask());

    public static RawServer Answering(Func<NetworkStream, Task> answer) => new(async stream =>
    {
        var buffer = new byte[8192];
        if (await stream.ReadAsync(buffer) > 0)
        {
            await answer(stream);
            while (await stream.ReadAsync(buffer) > 0)
            {
                // Until the client goes.
            }
        }
    });

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _ = TalkAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _answer(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // The client went first.
            }
        }
    }
}
