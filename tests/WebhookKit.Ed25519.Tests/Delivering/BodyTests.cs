using System.Security.Cryptography;
using WebhookKit.Signing;
using WebhookKit.Testing;

namespace WebhookKit.Ed25519.Tests.Delivering;

/// <summary>Bodies of any bytes. <c>WEBHOOKKIT_TEST_BODIES</c> makes it so many.</summary>
internal sealed class BodyTests
{
    private static readonly int Bodies = Sender.SizeOf("WEBHOOKKIT_TEST_BODIES", 300);

    [Test]
    public async Task What_was_published_arrives_byte_for_byte_as_it_was_signed()
    {
        await using var sender = await Sender.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var created = await sender.SubscribeAsync(receiver.At("/").Url, "*", "standard", "ed25519");
        var published = new Dictionary<string, byte[]>();
        foreach (var batch in Enumerable.Range(0, Bodies).Chunk(100))
        {
            var events = batch.Select(_ => new OutgoingEvent
            {
                Type = "bytes",
                Payload = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(0, 2000)),
                ContentType = "application/octet-stream",
            }).ToArray();
            var receipts = await sender.Publisher.PublishAsync(events);
            for (var i = 0; i < events.Length; i++)
            {
                published.Add(receipts[i].EventId.ToString(), events[i].Payload.ToArray());
            }
        }

        await receiver.WaitForAsync(Bodies, TimeSpan.FromMinutes(10));

        var verifier = new WebhookVerifier([created.Secret], TimeProvider.System, TimeSpan.FromHours(1));
        var wrong = receiver.Requests.Where(request =>
            !request.Body.Span.SequenceEqual(published[request.Headers["webhook-id"]])
            || verifier.Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body.Span) != VerificationResult.Valid);
        Assert.That(wrong, Is.Empty);
        Assert.That(receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count(), Is.EqualTo(Bodies));
    }
}
