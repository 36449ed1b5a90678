using WebhookKit.Administration;
using WebhookKit.Signing;
using WebhookKit.Testing;

namespace WebhookKit.Ed25519.Tests.Delivering;

/// <summary>
/// Secrets that are rotated while deliveries go on. <c>WEBHOOKKIT_TEST_ROTATION</c> makes it so many deliveries, with 20 rotations.
/// </summary>
internal sealed class RotationTests
{
    private static readonly int Deliveries = Sender.SizeOf("WEBHOOKKIT_TEST_ROTATION", 240);
    private static readonly int Rotations = Deliveries > 1000 ? 20 : 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Receivers_with_the_old_secret_the_new_one_or_both_refuse_nothing_during_the_overlap()
    {
        await using var sender = await Sender.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var created = await sender.SubscribeAsync(receiver.At("/").Url, "*", "standard", "ed25519", "stripe");
        var (old, endpoint) = (created.Secret, created.Endpoint.Id);
        var seen = 0;
        for (var i = 0; i < Rotations; i++)
        {
            var early = PublishManyAsync(sender, Deliveries / Rotations / 2);
            var rotated = (await sender.Endpoints.RotateSecretAsync(endpoint, new SecretRotation { Overlap = TimeSpan.FromHours(1) }, WebhookCaller.Application))!.Secret;
            var late = await PublishManyAsync(sender, Deliveries / Rotations / 2);
            var expected = seen + (await early).Count + late.Count;
            await receiver.WaitForAsync(expected, Patience);
            var requests = receiver.Requests.Skip(seen).ToArray();
            seen = expected;

            Assert.Multiple(() =>
            {
                Assert.That(requests.Count(request => !Verifies(request, old)), Is.Zero, "The old one alone.");
                Assert.That(requests.Count(request => late.Contains(request.Headers["webhook-id"]) && !Verifies(request, rotated)), Is.Zero, "The new one alone.");
                Assert.That(requests.Count(request => !Verifies(request, old, rotated)), Is.Zero, "Both.");
            });

            // The old one ends: the next attempt is not signed with it.
            old = (await sender.Endpoints.RotateSecretAsync(endpoint, new SecretRotation { Overlap = TimeSpan.Zero }, WebhookCaller.Application))!.Secret;
            var after = await PublishManyAsync(sender, 1);
            await receiver.WaitForAsync(++seen, Patience);
            var next = receiver.Requests.Single(request => after.Contains(request.Headers["webhook-id"]));
            Assert.That((Verifies(next, old), Verifies(next, rotated)), Is.EqualTo((true, false)));
        }
    }

    [Test]
    public async Task When_the_overlap_has_ended_the_next_attempt_is_signed_by_the_new_secret_alone()
    {
        await using var sender = await Sender.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var created = await sender.SubscribeAsync(receiver.At("/").Url, "*", "standard", "ed25519", "stripe");
        var overlap = TimeSpan.FromSeconds(1);
        var rotated = (await sender.Endpoints.RotateSecretAsync(created.Endpoint.Id, new SecretRotation { Overlap = overlap }, WebhookCaller.Application))!.Secret;
        for (var end = DateTimeOffset.UtcNow + overlap; DateTimeOffset.UtcNow <= end; await Task.Delay(20))
        {
            await PublishManyAsync(sender, 1);
        }

        var last = (await PublishManyAsync(sender, 1)).Single();

        await sender.WaitForEndAsync(EventId.Parse(last));
        var request = receiver.Requests.Single(request => request.Headers["webhook-id"] == last);
        Assert.That((Verifies(request, created.Secret), Verifies(request, rotated)), Is.EqualTo((false, true)));
        Assert.That(request.Headers["webhook-signature"].Split(' '), Has.Length.EqualTo(2));
        Assert.That(request.Headers["Stripe-Signature"].Split(','), Has.Length.EqualTo(2));
    }

    private static bool Verifies(ReceivedRequest request, params WebhookSecret[] secrets) =>
        new WebhookVerifier(secrets, TimeProvider.System, TimeSpan.FromHours(1))
            .Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body.Span) == VerificationResult.Valid;

    private static async Task<HashSet<string>> PublishManyAsync(Sender sender, int count)
    {
        var ids = new HashSet<string>();
        foreach (var batch in Enumerable.Range(0, count).Chunk(100))
        {
            var receipts = await sender.Publisher.PublishAsync([.. batch.Select(_ => new OutgoingEvent { Type = "a", Payload = "{}"u8.ToArray() })]);
            ids.UnionWith(receipts.Select(receipt => receipt.EventId.ToString()));
        }

        return ids;
    }
}
