using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;
using WebhookKit.Signing;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Sending;

public sealed class WebhookSenderTests
{
    [Test]
    public async Task A_request_carries_the_exact_body_and_headers_that_verify()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        var request = SenderFixture.Request(receiver.At("/in").Url, """{ "b": 1.10, "a" : 1e2 }""");

        var result = await sender.SendAsync(request);

        var received = receiver.Requests.Single();
        var verifier = new WebhookVerifier([SenderFixture.Secret], TimeProvider.System);
        var verified = verifier.Verify(
            received.Headers["webhook-id"], received.Headers["webhook-timestamp"], received.Headers["webhook-signature"], received.Body.Span);
        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.Succeeded));
            Assert.That(result.StatusCode, Is.EqualTo(200));
            Assert.That(result.Error, Is.Null);
            Assert.That(verified, Is.EqualTo(VerificationResult.Valid));
            Assert.That(received.Method, Is.EqualTo("POST"));
            Assert.That(received.Body.ToArray(), Is.EqualTo(request.Body.ToArray()));
            Assert.That(received.WebhookId, Is.EqualTo(request.EventId.ToString()));
            Assert.That(received.Headers["webhook-event-type"], Is.EqualTo("order.created"));
            Assert.That(received.Headers["Content-Type"], Is.EqualTo("application/json"));
            Assert.That(received.Headers["Content-Length"], Is.EqualTo(request.Body.Length.ToString(null, null)));
            Assert.That(received.Headers["User-Agent"], Does.StartWith("WebhookKit/"));
        });
    }

    [Test]
    public async Task Nothing_else_is_told_to_the_receiver()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        using var activity = new System.Diagnostics.Activity("host").AddBaggage("tenant", "secret").Start();

        await sender.SendAsync(receiver.At("/in").Url);

        string[] expected =
            ["Content-Length", "Content-Type", "Host", "User-Agent", "webhook-event-type", "webhook-id", "webhook-signature", "webhook-timestamp"];
        Assert.That(receiver.Requests.Single().Headers.Keys, Is.EquivalentTo(expected).IgnoreCase);
    }

    [Test]
    public async Task The_content_type_arrives_as_it_was_published()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        var headers = new Dictionary<string, string> { ["X-Key"] = "k", ["Authorization"] = "Bearer t" };

        await sender.SendAsync(SenderFixture.Request(receiver.At("/in").Url, contentType: "application/json;charset=UTF-8", headers: headers));

        var received = receiver.Requests.Single().Headers;
        Assert.Multiple(() =>
        {
            Assert.That(received["Content-Type"], Is.EqualTo("application/json;charset=UTF-8"));
            Assert.That(received["X-Key"], Is.EqualTo("k"));
            Assert.That(received["Authorization"], Is.EqualTo("Bearer t"));
        });
    }

    [TestCase("webhook-event-type")]
    [TestCase("Webhook-Timestamp")]
    [TestCase("User-Agent")]
    public async Task What_a_signer_writes_takes_the_place_of_what_would_be_there(string header)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture(services => services.AddSingleton<IWebhookSigner>(new OneHeader(header)));

        await sender.SendAsync(receiver.At("/in").Url);

        Assert.That(receiver.Requests.Single().Headers[header], Is.EqualTo("written by the signer"));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        var target = receiver.At("/target").Url;
        receiver.At("/in").AnswerAlways(new ReceiverAnswer { StatusCode = status, Headers = new Dictionary<string, string> { ["Location"] = target } });

        var result = await sender.SendAsync(receiver.At("/in").Url);

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.HttpFailure));
            Assert.That(result.StatusCode, Is.EqualTo(status));
            Assert.That(receiver.Requests, Has.Count.EqualTo(1));
        });
    }

    [TestCase(201, AttemptOutcome.Succeeded)]
    [TestCase(204, AttemptOutcome.Succeeded)]
    [TestCase(299, AttemptOutcome.Succeeded)]
    [TestCase(400, AttemptOutcome.HttpFailure)]
    [TestCase(401, AttemptOutcome.HttpFailure)]
    [TestCase(404, AttemptOutcome.HttpFailure)]
    [TestCase(410, AttemptOutcome.HttpFailure)]
    [TestCase(429, AttemptOutcome.HttpFailure)]
    [TestCase(500, AttemptOutcome.HttpFailure)]
    [TestCase(599, AttemptOutcome.HttpFailure)]
    public async Task The_status_decides(int status, AttemptOutcome expected)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        receiver.At("/in").AnswerAlways(status);

        var result = await sender.SendAsync(receiver.At("/in").Url);

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(expected));
            Assert.That(result.StatusCode, Is.EqualTo(status));
            Assert.That(result.Error, expected == AttemptOutcome.Succeeded ? Is.Null : Does.Contain(status.ToString(null, null)));
        });
    }

    [Test]
    public async Task A_failure_keeps_the_beginning_of_the_answer_and_the_time_to_wait()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        receiver.At("/in").AnswerAlways(new ReceiverAnswer
        {
            StatusCode = 503,
            RetryAfter = TimeSpan.FromSeconds(90),
            Body = Encoding.UTF8.GetBytes("down\0" + new string('x', 9000)),
        });

        var result = await sender.SendAsync(receiver.At("/in").Url);

        Assert.Multiple(() =>
        {
            Assert.That(result.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(90)));
            Assert.That(result.ResponseExcerpt, Does.StartWith("down\uFFFDxxx"));
            Assert.That(Encoding.UTF8.GetByteCount(result.ResponseExcerpt!), Is.InRange(4096, 4098));
        });
    }

    [Test]
    public async Task The_answer_of_a_success_is_not_kept_unless_asked_for()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var quiet = new SenderFixture();
        await using var keeping = new SenderFixture(after: services =>
            services.Configure<SendingOptions>(options => options.KeepExcerptOfSuccess = true));
        receiver.At("/in").AnswerAlways(new ReceiverAnswer { Body = "thanks"u8.ToArray() });

        var forgotten = await quiet.SendAsync(receiver.At("/in").Url);
        var kept = await keeping.SendAsync(receiver.At("/in").Url);

        Assert.That(forgotten.ResponseExcerpt, Is.Null);
        Assert.That(kept.ResponseExcerpt, Is.EqualTo("thanks"));
    }

    [TestCase("https://127.0.0.1.example.com.internal/", AttemptOutcome.PolicyBlocked)]
    [TestCase("http://10.0.0.1/", AttemptOutcome.PolicyBlocked)]
    [TestCase("http://169.254.169.254/latest/meta-data", AttemptOutcome.PolicyBlocked)]
    [TestCase("not a url", AttemptOutcome.PolicyBlocked)]
    [TestCase("https://nobody-has-this.invalid-name.test/", AttemptOutcome.DnsFailed)]
    public async Task What_cannot_be_reached_is_a_value(string url, AttemptOutcome expected)
    {
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync(url);

        Assert.That(result.Outcome, Is.EqualTo(expected));
        Assert.That(result.Error, Does.EndWith("."));
    }

    [Test]
    public async Task Without_a_secret_nothing_is_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();

        var result = await sender.SendAsync(SenderFixture.Request(receiver.At("/in").Url, secrets: []));

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.SigningUnavailable));
        Assert.That(receiver.Requests, Is.Empty);
    }

    [Test]
    public async Task Being_stopped_is_the_only_thing_that_is_thrown()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture();
        using var held = receiver.At("/in").Hold();
        using var stopping = new CancellationTokenSource();

        var sending = sender.Sender.SendAsync(SenderFixture.Request(receiver.At("/in").Url), new AttemptClock(TimeProvider.System), stopping.Token);
        await receiver.WaitForAsync(1, TimeSpan.FromSeconds(10));
        await stopping.CancelAsync();

        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_endpoint_that_does_not_answer_times_out()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture(after: services =>
            services.Configure<SendingOptions>(options => options.Timeout = options.ConnectTimeout = TimeSpan.FromMilliseconds(300)));
        using var held = receiver.At("/in").Hold();

        var result = await sender.SendAsync(receiver.At("/in").Url);

        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.TimedOut));
        Assert.That(result.Duration, Is.InRange(TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(8)));
    }

    private sealed class OneHeader(string name) : IWebhookSigner
    {
        public IReadOnlyList<string> HeaderNames => [name];

        public void Sign(SignatureRequest request, SignatureHeaders headers) => headers.Set(name, "written by the signer");
    }
}
