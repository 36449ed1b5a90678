using System.Diagnostics;
using System.Net.Sockets;
using WebhookKit.Chaos.Proxying;

namespace WebhookKit.Chaos.Tests.Proxying;

public sealed class TcpProxyTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private EchoServer _server = null!;
    private TcpProxy _proxy = null!;
    private TcpClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = new EchoServer();
        _proxy = new TcpProxy(_server.Port);
        _client = new TcpClient();
        await _client.ConnectAsync("127.0.0.1", _proxy.Port);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task What_is_said_goes_through_both_ways()
    {
        Assert.That(await AskAsync(), Is.True);
    }

    [Test]
    public async Task A_cut_ends_the_connection_and_a_new_one_works()
    {
        await AskAsync();

        Assert.That(_proxy.CutAll(), Is.EqualTo(1));
        Assert.That(AskAsync, Throws.InstanceOf<IOException>());
        using var next = new TcpClient();
        await next.ConnectAsync("127.0.0.1", _proxy.Port);
        Assert.That(await AskAsync(next), Is.True);
    }

    [Test]
    public async Task While_it_refuses_new_connections_are_cut_and_those_there_are_go_on()
    {
        await AskAsync();
        _proxy.Refuses = true;

        using var refused = new TcpClient();
        Assert.That(
            async () =>
            {
                await refused.ConnectAsync("127.0.0.1", _proxy.Port);
                if (!await AskAsync(refused))
                {
                    throw new IOException("It was closed.");
                }
            },
            Throws.InstanceOf<IOException>().Or.InstanceOf<SocketException>());
        Assert.That(await AskAsync(), Is.True);
    }

    [Test]
    public async Task Silence_holds_everything_back_until_it_ends_and_loses_nothing()
    {
        await AskAsync();
        _proxy.GoSilent();

        var asking = AskAsync();
        await Task.WhenAny(asking, Task.Delay(200));
        Assert.That(asking.IsCompleted, Is.False);
        _proxy.Resume();

        Assert.That(await asking.WaitAsync(Deadline), Is.True);
    }

    [Test]
    public async Task A_delay_is_at_least_as_long_as_it_says_in_each_direction()
    {
        _proxy.Delay = TimeSpan.FromMilliseconds(100);
        var started = Stopwatch.GetTimestamp();

        await AskAsync();

        Assert.That(Stopwatch.GetElapsedTime(started), Is.GreaterThan(TimeSpan.FromMilliseconds(190)));
    }

    private Task<bool> AskAsync() => AskAsync(_client);

    /// <summary>Whether an answer came.</summary>
    private static async Task<bool> AskAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync(new byte[] { 42 });
        var answer = new byte[1];
        return await client.GetStream().ReadAsync(answer) == 1 && answer[0] == 42;
    }
}
