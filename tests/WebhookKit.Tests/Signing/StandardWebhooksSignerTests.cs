using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

public sealed class StandardWebhooksSignerTests
{
    private static readonly EventId Id = EventId.Parse("evt_0193a5f0c8a07c1e9d3f2b4a6c8e0f12");
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
    private static readonly WebhookSecret One = Secret("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=");
    private static readonly WebhookSecret Two = Secret("whsec_MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDI=");

    /// <summary>Computed with openssl dgst -sha256 -mac HMAC.</summary>
    [TestCase("""{"a":1}""", "v1,M1ItMDoymRDS5fi6p56tcvfeM4iBNNXV+44MC1VASHk=")]
    [TestCase("", "v1,tM0yLH1gcL76SjryaMnPjQAZgNQsVeRmti4dJ+DpOXI=")]
    public void A_signature_is_what_openssl_computes(string body, string expected)
    {
        Assert.That(Sign(Encoding.UTF8.GetBytes(body), One)["webhook-signature"], Is.EqualTo(expected));
    }

    [Test]
    public void Every_secret_signs_the_newest_first()
    {
        var headers = Sign("""{"a":1}"""u8.ToArray(), Two, One);

        Assert.That(
            headers["webhook-signature"],
            Is.EqualTo("v1,HWMAAHpHzsvxNEocjJ1xlk2LT/4V+UpKnTl1BZlMlqI= v1,M1ItMDoymRDS5fi6p56tcvfeM4iBNNXV+44MC1VASHk="));
    }

    [Test]
    public void Id_and_timestamp_are_those_that_were_signed()
    {
        var headers = Sign([], One);

        Assert.That(headers["webhook-id"], Is.EqualTo(Id.ToString()));
        Assert.That(headers["webhook-timestamp"], Is.EqualTo("1764000000"));
    }

    [Test]
    public void Fractions_of_a_second_are_cut_off()
    {
        var headers = Sign([], SentAt.AddMilliseconds(999), One);

        Assert.That(headers["webhook-timestamp"], Is.EqualTo("1764000000"));
    }

    [Test]
    public void Without_a_secret_there_is_no_signature()
    {
        Assert.That(() => Sign([]), Throws.ArgumentException);
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(20)]
    public void Any_body_and_any_number_of_secrets_verify(int count)
    {
        var verifier = new FakeTimeProvider(SentAt);
        for (var i = 0; i < 100; i++)
        {
            var secrets = Enumerable.Range(0, count).Select(_ => WebhookSecret.Generate()).ToArray();
            var body = RandomNumberGenerator.GetBytes(i * 37);

            var headers = Sign(body, secrets);

            var results = secrets.Select(secret => new WebhookVerifier([secret], verifier)
                .Verify(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body));
            Assert.That(results, Is.All.EqualTo(VerificationResult.Valid));
        }
    }

    private static Dictionary<string, string> Sign(byte[] body, params WebhookSecret[] secrets) => Sign(body, SentAt, secrets);

    private static Dictionary<string, string> Sign(byte[] body, DateTimeOffset timestamp, params WebhookSecret[] secrets)
    {
        var headers = new SignatureHeaders();
        new StandardWebhooksSigner().Sign(new SignatureRequest { EventId = Id, Timestamp = timestamp, Body = body, Secrets = secrets }, headers);
        return new(headers);
    }

    private static WebhookSecret Secret(string text) =>
        WebhookSecret.TryParse(text, out var secret) ? secret : throw new ArgumentException("Not a secret.", nameof(text));
}
