using System.Text;
using WebhookKit.Storage;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Engine;

/// <summary>Answers that a database, a decoder or a log could choke on are recorded, and cost no second request.</summary>
internal sealed class PoisonAnswerTests(EngineStore store) : EngineFixture(store)
{
    private static readonly string[] Charsets =
        ["utf-7", "utf-16", "utf-32", "iso-2022-jp", "shift_jis", "gb18030", "big5", "koi8-r", "ebcdic", "klingon", "\"", "utf-8; charset=utf-16"];

    private static IEnumerable<byte[]> Bodies()
    {
        yield return [0];
        yield return "before\0after"u8.ToArray();
        yield return [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80];
        yield return [0xff, 0xfe, 0x00, 0xd8];
        yield return [0xf0, 0x9f, 0x98];
        yield return [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\u001b[31m'\";--\u202e\uffff", 500)));
        yield return [0x1f, 0x8b, 8, 0, 0, 0];
    }

    [Test]
    public async Task Every_answer_is_recorded_with_one_request()
    {
        var answers = Bodies().Select(body => Answer("text/plain", body)).Concat(Charsets.Select(charset => Answer($"text/plain; charset={charset}", [0x80, 0, 0xd8, 0xdf]))).ToArray();
        var requests = 0;
        var servers = Array.ConvertAll(answers, answer => RawServer.Answering(async stream =>
        {
            Interlocked.Increment(ref requests);
            await stream.WriteAsync(answer);
        }));
        var host = await StartHostAsync(("Sending:KeepExcerptOfSuccess", "true"), ("Sending:ExcerptTimeout", "00:00:05"));
        foreach (var server in servers)
        {
            await host.SubscribeAsync(server.Url);
        }

        await host.PublishManyAsync(1);
        var deliveries = await host.WaitForAsync(all => all.Count == answers.Length && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));

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

    private static byte[] Answer(string contentType, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
}
