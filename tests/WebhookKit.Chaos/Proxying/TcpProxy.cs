using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WebhookKit.Chaos.Proxying;

/// <summary>
/// Stands between processes and a server on the loopback address and does to their connections what networks do: cuts them,
/// goes silent, is slow. Thread-safe.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxyLink, Task> _links = new();
    private readonly int _serverPort;
    private readonly ICutRule? _rule;
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _silence;
    private volatile bool _refuses;
    private int _cutAnswers;
    private long _accepted;

    /// <param name="serverPort">Where the server listens.</param>
    /// <param name="rule">Which answers of a PostgreSQL server are cut off; null for none, and for other servers.</param>
    public TcpProxy(int serverPort, ICutRule? rule = null)
    {
        (_serverPort, _rule) = (serverPort, rule);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>How long everything takes that goes through.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many answers were swallowed.</summary>
    public int CutAnswers => _cutAnswers;

    /// <summary>Whether new connections are cut at once.</summary>
    public bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>Cuts every connection there is.</summary>
    /// <returns>How many there were.</returns>
    public int CutAll() => _links.Keys.Count(link => link.Cut());

    /// <summary>Passes nothing on any more, and says nothing about it: like a network that swallows packets.</summary>
    public void GoSilent() => _silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes everything on again, what was held back first.</summary>
    public void Resume()
    {
        var silence = _silence;
        _silence = null;
        silence?.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Resume();
        CutAll();
        await Task.WhenAll(_links.Values);
    }

    /// <summary>Waits while nothing is passed on, and as long as passing on takes.</summary>
    internal async Task PassAsync()
    {
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay);
        }

        while (_silence is { } silence)
        {
            await silence.Task;
        }
    }

    internal void NoteCutAnswer() => Interlocked.Increment(ref _cutAnswers);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                if (_refuses)
                {
                    client.Close(timeout: 0);
                    continue;
                }

                var link = new ProxyLink(this, client, _rule is null ? null : new AnswerGate(_rule, ++_accepted));
                _links[link] = Task.Run(async () =>
                {
                    using (link)
                    {
                        await link.RunAsync(_serverPort);
                    }

                    _links.TryRemove(link, out _);
                });
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }
}
