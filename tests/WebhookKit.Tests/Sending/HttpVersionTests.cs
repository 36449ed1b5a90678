using System.Net.Security;

namespace WebhookKit.Tests.Sending;

public sealed class HttpVersionTests
{
    [Test]
    public async Task A_server_that_would_refuse_streams_gets_one_request_for_one_attempt()
    {
        using var server = new Http2Server();
        await using var sender = new SenderFixture();
        Trust(sender);

        for (var attempts = 1; attempts <= 5; attempts++)
        {
            var result = await sender.SendAsync(server.Url);

            Assert.That(result.StatusCode, Is.EqualTo(503));
            Assert.That(server.Requests, Is.EqualTo(attempts));
        }
    }

    [Test]
    public async Task An_empty_body_is_not_sent_again_when_its_connection_is_cut()
    {
        var requests = 0;
        using var server = RawServer.AnsweringOnce(() => Interlocked.Increment(ref requests));
        await using var sender = new SenderFixture();

        await sender.SendAsync(SenderFixture.Request(server.Url, body: ""));
        var second = await sender.SendAsync(SenderFixture.Request(server.Url, body: ""));

        Assert.That(second.Outcome, Is.EqualTo(AttemptOutcome.ResponseInvalid));
        Assert.That(Volatile.Read(ref requests), Is.EqualTo(2));
    }

    private static void Trust(SenderFixture sender)
    {
        DeliveryClientTests.DeliveryHandlerOf(sender).SslOptions.RemoteCertificateValidationCallback = Any;

        static bool Any(object connection, object? certificate, object? chain, SslPolicyErrors errors) => true;
    }
}
