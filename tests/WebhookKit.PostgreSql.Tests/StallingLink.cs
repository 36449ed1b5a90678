using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>A way to the server that stands still, and stays open, as soon as a client says a word.</summary>
/// <remarks>Where only answers are held back the server still hears what the client says, that word included.</remarks>
internal sealed class StallingLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _word;
    private readonly bool _onlyAnswers;
    private readonly Task _accepting;

    public StallingLink(string word, bool onlyAnswers = false)
    {
        _word = Encoding.ASCII.GetBytes(word);
        _onlyAnswers = onlyAnswers;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Task Stalled => _stalled.Task;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString)
    {
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        while (!_ending.IsCancellationRequested)
        {
            links.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }

        await Task.WhenAll(links);
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var clientDisposal = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, new NpgsqlConnectionStringBuilder(TestServer.ConnectionString).Port, _ending.Token);
        using var back = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        var answering = server.GetStream().CopyToAsync(client.GetStream(), back.Token);
        var buffer = new byte[64 * 1024];
        while (await client.GetStream().ReadAsync(buffer, _ending.Token) is var read and > 0)
        {
            if (buffer.AsSpan(0, read).IndexOf(_word) >= 0)
            {
                await StallAsync(back, answering);
            }

            await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _ending.Token);
        }

        server.Client.Shutdown(SocketShutdown.Send);
        await answering;
    }

    private async Task StallAsync(CancellationTokenSource back, Task answering)
    {
        if (_onlyAnswers)
        {
            await back.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stalled.TrySetResult();
        await Task.Delay(_onlyAnswers ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, _ending.Token);
    }
}
