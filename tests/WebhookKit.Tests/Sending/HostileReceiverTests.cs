using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class HostileReceiverTests
{
    [TestCase("garbage\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 -20 Odd\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", AttemptOutcome.ResponseInvalid)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", AttemptOutcome.Succeeded, Description = "body never comes")]
    [TestCase("HTTP/1.1 500 No\r\nContent-Length: 1000000\r\n\r\npart", AttemptOutcome.HttpFailure, Description = "body never ends")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-7\r\nContent-Length: 2\r\n\r\nok", AttemptOutcome.Succeeded)]
    [TestCase("HTTP/1.1 500 No\r\nContent-Type: text/plain; charset=klingon\r\nContent-Length: 2\r\n\r\nno", AttemptOutcome.HttpFailure)]
    [TestCase("HTTP/1.1 500 No\r\nContent-Type: (((\r\nRetry-After: x\r\nDate: x\r\nContent-Length: 2\r\n\r\nno", AttemptOutcome.HttpFailure)]
    [TestCase("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.Succeeded)]
    public async Task Whatever_is_answered_becomes_a_value(string answer, AttemptOutcome expected)
    {
        using var server = RawServer.Answering(answer);
        await using var sender = Impatient();

        var result = await sender.SendAsync(server.Url);

        Assert.That(result.Outcome, Is.EqualTo(expected));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_drips_for_ever_costs_its_budget_and_no_more()
    {
        using var server = RawServer.Answering(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 500 No\r\nConnection: close\r\n\r\n"u8.ToArray());
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray());
                await Task.Delay(20);
            }
        });
        await using var sender = Impatient();

        var result = await sender.SendAsync(server.Url).WaitAsync(TimeSpan.FromSeconds(8));

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.HttpFailure));
        Assert.That(result.ResponseExcerpt, Does.StartWith("x"));
    }

    [Test]
    public async Task A_bomb_is_not_unpacked()
    {
        using var server = RawServer.Answering("HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008b\u0008\u0000");
        await using var sender = Impatient();

        var result = await sender.SendAsync(server.Url);

        Assert.That(result.ResponseExcerpt, Is.EqualTo("(gzip-encoded, 4 bytes)"));
    }

    [Test]
    public async Task A_flood_of_headers_is_not_read()
    {
        using var server = RawServer.Answering(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray());
            for (var i = 0; i < 1000; i++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{i}: {new string('x', 1000)}\r\n"));
            }
        });
        await using var sender = Impatient();

        var result = await sender.SendAsync(server.Url);

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.ResponseInvalid));
        Assert.That(result.Error, Does.Contain("16 KiB"));
    }

    [Test]
    public async Task A_connection_closed_without_an_answer_is_not_tried_again_by_itself()
    {
        using var server = RawServer.Talking(async stream => await stream.ReadExactlyAsync(new byte[10]));
        await using var sender = Impatient();

        var result = await sender.SendAsync(server.Url);

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.ResponseInvalid));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_kept_connection_that_is_cut_gives_one_request_for_one_attempt()
    {
        var requests = 0;
        using var server = RawServer.AnsweringOnce(() => Interlocked.Increment(ref requests));
        await using var sender = Impatient();

        var first = await sender.SendAsync(server.Url);
        var second = await sender.SendAsync(server.Url);

        Assert.Multiple(() =>
        {
            Assert.That(first.Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
            Assert.That(second.Outcome, Is.EqualTo(AttemptOutcome.ResponseInvalid));
            Assert.That(Volatile.Read(ref requests), Is.EqualTo(2));
            Assert.That(server.Connections, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_short_answer_keeps_the_connection_even_when_its_body_comes_late()
    {
        using var server = RawServer.Talking(async stream =>
        {
            var buffer = new byte[8192];
            while (await stream.ReadAsync(buffer) > 0)
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"u8.ToArray());
                await Task.Delay(30);
                await stream.WriteAsync("ok"u8.ToArray());
            }
        });
        await using var sender = Impatient();

        for (var i = 0; i < 3; i++)
        {
            Assert.That((await sender.SendAsync(server.Url)).Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
        }

        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task Nobody_listening_is_said_so()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();
        await using var sender = Impatient();

        var result = await sender.SendAsync($"http://127.0.0.1:{port}/");

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.ConnectFailed));
        Assert.That(result.Error, Does.Contain("refused").And.Not.Contain("127.0.0.1"));
    }

    private static SenderFixture Impatient() => new(after: services => services.Configure<SendingOptions>(options =>
    {
        options.ExcerptTimeout = TimeSpan.FromMilliseconds(200);
        options.Timeout = TimeSpan.FromSeconds(5);
    }));
}
