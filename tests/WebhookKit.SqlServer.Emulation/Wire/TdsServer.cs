using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Listens on a free loopback port and serves every client that connects.</summary>
internal sealed class TdsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, (TdsTransport Transport, Task Serving)> _connections = new();
    private readonly ISqlBackEnd _backEnd;
    private readonly Task _accepting;
    private int _accepted;

    public TdsServer(ISqlBackEnd backEnd)
    {
        _backEnd = backEnd;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public FaultPlan Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    public int ConnectionCount => _connections.Count;

    public string ConnectionString(string database, string user, string password) =>
        $"Server=tcp:127.0.0.1,{((IPEndPoint)_listener.LocalEndpoint).Port};Database={database};User ID={user};Password={password};Encrypt=False";

    /// <summary>Cuts every connection that is open now.</summary>
    public void DropConnections()
    {
        foreach (var (transport, _) in _connections.Values)
        {
            transport.Drop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        DropConnections();
        await Task.WhenAll(_connections.Values.Select(connection => connection.Serving));
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            var number = ++_accepted;
            var transport = new TdsTransport(socket);
            var connection = new TdsConnection(transport, number, _backEnd, Faults, Requests);
            var served = new TaskCompletionSource();
            _connections[number] = (transport, served.Task);
            _ = ServeAsync(connection, number, transport, served);
        }
    }

    private async Task ServeAsync(TdsConnection connection, int number, TdsTransport transport, TaskCompletionSource served)
    {
        try
        {
            await connection.RunAsync(_stopping.Token);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left in the middle.
        }
        catch (Exception unexpected)
        {
            // A mistake of the emulation must be seen, and the client must not wait for ever.
            await Console.Error.WriteLineAsync($"The emulated SQL Server cut connection {number}: {unexpected}");
            transport.Drop();
        }
        finally
        {
            transport.Dispose();
            _connections.TryRemove(number, out _);
            served.SetResult();
        }
    }
}
