using Microsoft.Extensions.Time.Testing;
using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

/// <summary>The vector is the published one of Standard Webhooks.</summary>
public sealed class WebhookVerifierTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Other = "v1,M1ItMDoymRDS5fi6p56tcvfeM4iBNNXV+44MC1VASHk=";
    private const long SentAt = 1_614_265_330;
    private static readonly WebhookSecret Secret = Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static ReadOnlySpan<byte> Body => """{"test": 2432232314}"""u8;

    [TestCase(Good)]
    [TestCase($"{Other} {Good}")]
    [TestCase($"{Good} {Other}")]
    [TestCase($"v1a,abc {Good}")]
    [TestCase($"v2,{Good} {Good}")]
    [TestCase($"garbage {Good}")]
    [TestCase($"v1, {Good}")]
    [TestCase($"v1,%%% {Good}")]
    [TestCase($"v1,é {Good}")]
    [TestCase($", {Good}")]
    [TestCase($"  {Good}  ")]
    public void One_good_signature_among_others_is_enough(string signatures)
    {
        Assert.That(Verifier().Verify(Id, Timestamp, signatures, Body), Is.EqualTo(VerificationResult.Valid));
    }

    [TestCase(Other)]
    [TestCase("v1,")]
    [TestCase("v1,g")]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", Description = "without padding")]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", Description = "other spelling of the same bytes")]
    [TestCase("v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=", Description = "URL alphabet")]
    [TestCase("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=,v1")]
    [TestCase(" ")]
    [TestCase("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Anything_else_is_a_wrong_signature(string signatures)
    {
        Assert.That(Verifier().Verify(Id, Timestamp, signatures, Body), Is.EqualTo(VerificationResult.WrongSignature));
    }

    [TestCase(null, Timestamp, Good)]
    [TestCase("", Timestamp, Good)]
    [TestCase("msg.1", Timestamp, Good)]
    [TestCase("msg 1", Timestamp, Good)]
    [TestCase("müll", Timestamp, Good)]
    [TestCase(Id, null, Good)]
    [TestCase(Id, "", Good)]
    [TestCase(Id, "1614265330.0", Good)]
    [TestCase(Id, "+1614265330", Good)]
    [TestCase(Id, "-1614265330", Good)]
    [TestCase(Id, " 1614265330", Good)]
    [TestCase(Id, "01614265330", Good)]
    [TestCase(Id, "１６１４２６５３３０", Good)]
    [TestCase(Id, "99999999999999999999", Good)]
    [TestCase(Id, "soon", Good)]
    [TestCase(Id, Timestamp, null)]
    [TestCase(Id, Timestamp, "")]
    public void Headers_that_are_missing_or_odd_are_malformed(string? id, string? timestamp, string? signatures)
    {
        Assert.That(Verifier().Verify(id, timestamp, signatures, Body), Is.EqualTo(VerificationResult.MalformedHeaders));
    }

    [TestCase(0, VerificationResult.Valid)]
    [TestCase(300, VerificationResult.Valid)]
    [TestCase(-300, VerificationResult.Valid)]
    [TestCase(301, VerificationResult.TooOld)]
    [TestCase(-301, VerificationResult.TooNew)]
    public void Five_minutes_in_both_directions_are_tolerated(int age, VerificationResult expected)
    {
        Assert.That(Verifier(age).Verify(Id, Timestamp, Good, Body), Is.EqualTo(expected));
    }

    [Test]
    public void Another_id_timestamp_or_body_is_a_wrong_signature()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Verifier().Verify(Id + "x", Timestamp, Good, Body), Is.EqualTo(VerificationResult.WrongSignature));
            Assert.That(Verifier().Verify(Id, "1614265331", Good, Body), Is.EqualTo(VerificationResult.WrongSignature));
            Assert.That(Verifier().Verify(Id, Timestamp, Good, """{"test":2432232314}"""u8), Is.EqualTo(VerificationResult.WrongSignature));
            Assert.That(Verifier().Verify(Id, Timestamp, Good, []), Is.EqualTo(VerificationResult.WrongSignature));
        });
    }

    [Test]
    public void During_rotation_either_secret_is_accepted()
    {
        var verifier = new WebhookVerifier([WebhookSecret.Generate(), Secret], Clock(0));

        Assert.That(verifier.Verify(Id, Timestamp, Good, Body), Is.EqualTo(VerificationResult.Valid));
    }

    [Test]
    public void Only_so_many_signatures_are_looked_at()
    {
        var thirtyOne = string.Join(' ', Enumerable.Repeat("v1,x", 31));

        Assert.Multiple(() =>
        {
            Assert.That(Verifier().Verify(Id, Timestamp, $"{thirtyOne} {Good}", Body), Is.EqualTo(VerificationResult.Valid));
            Assert.That(Verifier().Verify(Id, Timestamp, $"{thirtyOne} v1,x {Good}", Body), Is.EqualTo(VerificationResult.WrongSignature));
            Assert.That(Verifier().Verify(Id, Timestamp, Good.PadRight(4097), Body), Is.EqualTo(VerificationResult.MalformedHeaders));
        });
    }

    [Test]
    public void A_verifier_without_a_secret_cannot_be_made()
    {
        Assert.That(() => new WebhookVerifier([], TimeProvider.System), Throws.ArgumentException);
    }

    private static WebhookVerifier Verifier(int age = 0) => new([Secret], Clock(age));

    private static FakeTimeProvider Clock(int age) => new(DateTimeOffset.FromUnixTimeSeconds(SentAt + age));

    private static WebhookSecret Parse(string text) =>
        WebhookSecret.TryParse(text, out var secret) ? secret : throw new ArgumentException("Not a secret.", nameof(text));
}
