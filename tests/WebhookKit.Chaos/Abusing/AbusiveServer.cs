using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Chaos.Abusing;

/// <summary>Listens on a free port of the loopback address; what it does with a request follows from the number of the endpoint.</summary>
internal sealed class AbusiveServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private readonly Task _accepting;
    private int _requests;
    private int _secretHellos;

    private AbusiveServer()
    {
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>How many requests have come in, TLS handshakes that are never answered included.</summary>
    public int Requests => Volatile.Read(ref _requests) + Volatile.Read(ref _secretHellos);

    public static AbusiveServer Start() => new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where an endpoint listens. Every last one is asked for TLS, which it never answers.</summary>
    public string UrlOf(int endpoint) =>
        $"{(endpoint % Kinds == Kinds - 1 ? "https" : "http")}://127.0.0.1:{Port}/hook/{endpoint}";

    /// <summary>How many things it does.</summary>
    public static int Kinds => Abuse.All.Count + 1;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving.Keys);
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_ending.Token);
                var serving = Task.Run(() => ServeAsync(socket));
                _serving[serving] = true;
                _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // Stopped, or the sender has given up before it was accepted.
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var connection = new AbusedConnection(socket);
                if (await connection.ReadPathAsync(_ending.Token) is { } path)
                {
                    Interlocked.Increment(ref _requests);
                    var endpoint = int.Parse(path.AsSpan(path.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);
                    await Abuse.All[endpoint % Kinds].Act(connection, _ending.Token);
                }
                else
                {
                    Interlocked.Increment(ref _secretHellos);
                    await Task.Delay(Timeout.InfiniteTimeSpan, _ending.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The sender has ended it.
            }
        }
    }
}
