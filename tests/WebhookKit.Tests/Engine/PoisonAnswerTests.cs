using System.Text;
using WebhookKit.Storage;
using WebhookKit.TestServers;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Engine;

/// <summary>Answers that a database, a decoder or a log could choke on are recorded, and cost no second request.</summary>
internal sealed class PoisonAnswerTests(EngineStore store) : EngineFixture(store)
{
    [TestCase("200 OK", DeliveryStatus.Succeeded)]
    [TestCase("500 No", DeliveryStatus.Dead)]
    public async Task Every_answer_is_recorded_with_one_request(string status, DeliveryStatus expected)
    {
        var answers = PoisonAnswers.All.Select(answer => Answer(status, answer.ContentType, answer.Body)).ToArray();
        var requests = 0;
        var servers = Array.ConvertAll(answers, answer => RawServer.Answering(async stream =>
        {
            Interlocked.Increment(ref requests);
            await stream.WriteAsync(answer);
        }));
        var host = await StartHostAsync(("Sending:KeepExcerptOfSuccess", "true"), ("Retry:Exponential:MaxAttempts", "1"), ("Sending:ExcerptTimeout", "00:00:05"));
        foreach (var server in servers)
        {
            await host.SubscribeAsync(server.Url);
        }

        await host.PublishManyAsync(1);
        var deliveries = await host.WaitForAsync(all => all.Count == answers.Length && all.All(delivery => delivery.Status == expected));

        var attempts = new List<DeliveryAttempt>();
        foreach (var delivery in deliveries)
        {
            attempts.AddRange((await host.History.FindDeliveryAsync(new DeliveryQuery { Id = delivery.Id }))!.Attempts);
        }

        Array.ForEach(servers, server => server.Dispose());
        Assert.Multiple(() =>
        {
            Assert.That(requests, Is.EqualTo(answers.Length));
            Assert.That(attempts, Has.Count.EqualTo(answers.Length));
            Assert.That(attempts.Select(attempt => attempt.ResponseExcerpt), Is.All.Not.Null.And.All.Not.Contains("\0"));
        });
    }

    private static byte[] Answer(string status, string contentType, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
}
