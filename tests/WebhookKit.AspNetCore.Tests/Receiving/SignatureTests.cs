using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static WebhookKit.AspNetCore.Tests.Receiving.ReceivingHost;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>What gets to the handler, and what everybody else is answered.</summary>
public sealed class SignatureTests
{
    private readonly List<ReceivedWebhook> _handled = [];
    private ReceivingHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _handled.Clear();
        _host = await ReceivingHost.StartAsync(app => app.MapPost("/hook", (ReceivedWebhook webhook) => Handle(webhook)).RequireWebhookSignature(Secret));
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task A_signed_request_gets_to_the_handler_with_its_id_and_time()
    {
        var request = _host.Sign("""{"id":1}""");

        var answer = await _host.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(204));
        Assert.That(_handled, Has.Count.EqualTo(1));
        Assert.That((_handled[0].Id, _handled[0].Timestamp, _handled[0].Sender), Is.EqualTo((request.Id, _host.Clock.GetUtcNow(), "")));
        Assert.That(_handled[0].Body.ToArray(), Is.EqualTo(request.Body));
    }

    [Test]
    public async Task A_sender_that_signs_with_two_secrets_is_accepted_by_who_knows_one_of_them()
    {
        var other = WebhookSecret.Generate();

        var first = await _host.SendAsync(_host.Sign(secrets: [Secret, other]));
        var second = await _host.SendAsync(_host.Sign(secrets: [other, Secret]));

        Assert.That((first.Status, second.Status), Is.EqualTo((204, 204)));
    }

    [TestCase("v2,{0} {0}")]
    [TestCase("v1a,AAAA v1,AAAA {0}")]
    [TestCase("garbage {0} v9,x")]
    public async Task Versions_that_nobody_knows_are_passed_over(string signatures)
    {
        var request = _host.Sign();

        var answer = await _host.SendAsync(request with { Signatures = string.Format(null, signatures, request.Signatures) });

        Assert.That(answer.Status, Is.EqualTo(204));
    }

    [TestCase("v1,")]
    [TestCase("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [TestCase("v2,{1}")]
    [TestCase("V1,{1}")]
    [TestCase("{1}")]
    [TestCase("{0},v1")]
    public async Task What_is_not_a_signature_of_this_version_is_refused(string signatures)
    {
        var request = _host.Sign();

        await RefusedAsync(request with { Signatures = string.Format(null, signatures, request.Signatures, request.Signatures![3..]) }, 401, "signature_invalid");
    }

    [Test]
    public async Task Another_body_id_or_timestamp_than_was_signed_is_refused()
    {
        var request = _host.Sign("""{"total":1}""");
        var later = (_host.Clock.GetUtcNow().ToUnixTimeSeconds() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

        await RefusedAsync(request with { Body = """{"total":2}"""u8.ToArray() }, 401, "signature_invalid");
        await RefusedAsync(request with { Body = """{"total":1} """u8.ToArray() }, 401, "signature_invalid");
        await RefusedAsync(request with { Body = [] }, 401, "signature_invalid");
        await RefusedAsync(request with { Id = request.Id + "0" }, 401, "signature_invalid");
        await RefusedAsync(request with { Timestamp = later }, 401, "signature_invalid");
        await RefusedAsync(_host.Sign(secrets: [WebhookSecret.Generate()]), 401, "signature_invalid");
    }

    [Test]
    public async Task Every_header_is_required()
    {
        var request = _host.Sign();

        await RefusedAsync(request with { Id = null }, 401, "signature_missing");
        await RefusedAsync(request with { Timestamp = null }, 401, "signature_missing");
        await RefusedAsync(request with { Signatures = null }, 401, "signature_missing");
        await RefusedAsync(request with { Signatures = "" }, 401, "signature_missing");
    }

    [TestCase("evt.1", null)]
    [TestCase("evt 1", null)]
    [TestCase(null, "1772366400.0")]
    [TestCase(null, "+1772366400")]
    [TestCase(null, "01772366400")]
    [TestCase(null, "soon")]
    [TestCase(null, "-1")]
    public async Task Headers_that_are_not_in_form_are_malformed_even_if_they_were_signed(string? id, string? timestamp)
    {
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

        await RefusedAsync(SignedRequest.ByHand(Secret, id ?? "evt_1", timestamp ?? now, "{}"u8.ToArray()), 400, "headers_malformed");
    }

    [Test]
    public async Task Headers_that_are_too_long_are_malformed()
    {
        var request = _host.Sign();

        await RefusedAsync(request with { Id = new string('a', 257) }, 400, "headers_malformed");
        await RefusedAsync(request with { Signatures = request.Signatures + " " + new string('x', 4096) }, 400, "headers_malformed");
    }

    [TestCase("webhook-id")]
    [TestCase("webhook-timestamp")]
    [TestCase("webhook-signature")]
    [TestCase("Webhook-Id")]
    public async Task A_header_that_is_there_twice_is_malformed(string name)
    {
        var request = _host.Sign();
        var value = name.ToUpperInvariant() switch { "WEBHOOK-ID" => request.Id, "WEBHOOK-TIMESTAMP" => request.Timestamp, _ => request.Signatures };

        var answer = await _host.SendRawAsync(
            "POST /hook HTTP/1.1", "Host: localhost", "Connection: close", "Content-Type: application/json", "Content-Length: 2",
            $"webhook-id: {request.Id}", $"webhook-timestamp: {request.Timestamp}", $"webhook-signature: {request.Signatures}", $"{name}: {value}", "", "{}");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("\"code\":\"headers_malformed\""));
        Assert.That(_handled, Is.Empty);
    }

    [TestCase(300, 204, null)]
    [TestCase(301, 401, "timestamp_too_old")]
    [TestCase(-300, 204, null)]
    [TestCase(-301, 401, "timestamp_too_new")]
    public async Task Timestamps_may_be_five_minutes_off_in_both_directions(int age, int status, string? code)
    {
        var request = SignedRequest.By([Secret], _host.Clock.GetUtcNow().AddSeconds(-age), "{}"u8.ToArray());

        var answer = await _host.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(code is null ? null : answer.TextOf("code"), Is.EqualTo(code));
        Assert.That(_handled, Has.Count.EqualTo(code is null ? 1 : 0));
    }

    [Test]
    public async Task A_request_grows_old_by_the_hosts_clock()
    {
        var request = _host.Sign();
        _host.Clock.Advance(TimeSpan.FromSeconds(301));

        await RefusedAsync(request, 401, "timestamp_too_old");
    }

    [Test]
    public async Task A_refusal_is_a_problem_document_that_repeats_nothing_of_the_request()
    {
        var request = _host.Sign("""{"canary":"c4n4ry"}""") with { Id = "evt_c4n4ry" };

        var answer = await _host.SendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
            Assert.That(answer.Body.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "type", "title", "status", "detail", "code" }));
            Assert.That(answer.Text, Does.Not.Contain("c4n4ry").And.Not.Contain(request.Signatures));
            Assert.That(answer.Headers["WWW-Authenticate"], Is.EqualTo("StandardWebhooks"));
        }
    }

    [Test]
    public async Task The_bytes_are_verified_and_passed_on_as_they_are()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\r\n\t{ \"name\" :\u00A0\"Grüße \u2028 \U0001F980\"\u3000}\n\n"), 0x00, 0xFF, 0xC3];

        var answer = await _host.SendAsync(SignedRequest.By([Secret], _host.Clock.GetUtcNow(), body));

        Assert.That(answer.Status, Is.EqualTo(204));
        Assert.That(_handled.Single().Body.ToArray(), Is.EqualTo(body));
    }

    private IResult Handle(ReceivedWebhook webhook)
    {
        _handled.Add(webhook);
        return Results.NoContent();
    }

    private async Task RefusedAsync(SignedRequest request, int status, string code)
    {
        var answer = await _host.SendAsync(request);

        Assert.That((answer.Status, answer.ContentType, answer.TextOf("code")), Is.EqualTo((status, "application/problem+json", code)));
        Assert.That(_handled, Is.Empty);
    }
}
