using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static WebhookKit.AspNetCore.Tests.Receiving.ReceivingHost;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>The body is read once, up to a limit, and there again for whatever reads it next.</summary>
public sealed class RawBodyTests
{
    private const int Limit = 10_000;
    private readonly List<string> _handled = [];
    private readonly List<ReceivedWebhook> _kept = [];
    private ReceivingHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _handled.Clear();
        _kept.Clear();
        _host = await ReceivingHost.StartAsync(Map);
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_handler_gets_its_parameters_out_of_the_verified_body(bool isChunked)
    {
        var answer = await _host.SendAsync(_host.Sign("""{ "id" : 7, "note": "Grüße" }"""), "/model", isChunked);

        Assert.That(answer.Status, Is.EqualTo(204), answer.Text);
        Assert.That(_handled, Is.EqualTo(new[] { "7 Grüße" }));
    }

    [TestCase("/stream", false)]
    [TestCase("/stream", true)]
    [TestCase("/pipe", false)]
    [TestCase("/pipe", true)]
    public async Task A_handler_reads_the_same_bytes(string path, bool isChunked)
    {
        var body = $"\uFEFF {{\t\"text\":\"{new string('ü', 4000)}\"}}\r\n";

        var answer = await _host.SendAsync(_host.Sign(body), path, isChunked);

        Assert.That(answer.Status, Is.EqualTo(204));
        Assert.That(_handled, Is.EqualTo(new[] { body }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_body_without_bytes_can_be_signed_too(bool isChunked)
    {
        var answer = await _host.SendAsync(_host.Sign(""), "/stream", isChunked);

        Assert.That(answer.Status, Is.EqualTo(204));
        Assert.That(_handled, Is.EqualTo(new[] { "" }));
    }

    [TestCase(Limit, false, 204)]
    [TestCase(Limit, true, 204)]
    [TestCase(Limit + 1, false, 413)]
    [TestCase(Limit + 1, true, 413)]
    [TestCase(40 * Limit, true, 413)]
    public async Task A_body_is_read_up_to_the_limit(int length, bool isChunked, int status)
    {
        var answer = await _host.SendAsync(_host.Sign(new string('x', length)), "/stream", isChunked);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(_handled, Has.Count.EqualTo(status == 204 ? 1 : 0));
        if (status == 413)
        {
            Assert.That(answer.TextOf("code"), Is.EqualTo("body_too_large"));
        }
    }

    [Test]
    public async Task A_body_in_chunks_of_one_byte_is_as_long_as_its_bytes()
    {
        var request = _host.Sign(new string('x', Limit)) with { Id = "evt_forged" };

        var answer = await _host.SendRawAsync(
            "POST /stream HTTP/1.1", "Host: localhost", "Connection: close", "Transfer-Encoding: chunked",
            $"webhook-id: {request.Id}", $"webhook-timestamp: {request.Timestamp}", $"webhook-signature: {request.Signatures}", "",
            string.Concat(Enumerable.Repeat("1\r\nx\r\n", Limit)) + "0\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 401 "));
    }

    [Test]
    public async Task The_limit_may_be_above_the_servers_own()
    {
        var answer = await _host.SendAsync(_host.Sign(new string('x', 40_000_000)), "/large", isChunked: true);

        Assert.That(answer.Status, Is.EqualTo(204));
    }

    [Test]
    public async Task What_was_announced_too_large_is_not_waited_for()
    {
        var request = _host.Sign();

        var answer = await _host.SendRawAsync(
            "POST /stream HTTP/1.1", "Host: localhost", "Connection: close", $"Content-Length: {Limit + 1}",
            $"webhook-id: {request.Id}", $"webhook-timestamp: {request.Timestamp}", $"webhook-signature: {request.Signatures}", "", "");

        Assert.That(answer, Does.StartWith("HTTP/1.1 413 "));
    }

    [Test]
    public async Task A_body_that_is_not_in_chunks_as_it_says_is_refused()
    {
        var request = _host.Sign();

        var answer = await _host.SendRawAsync(
            "POST /stream HTTP/1.1", "Host: localhost", "Connection: close", "Transfer-Encoding: chunked",
            $"webhook-id: {request.Id}", $"webhook-timestamp: {request.Timestamp}", $"webhook-signature: {request.Signatures}", "", "zz", "{}");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("body_unreadable"));
        Assert.That(_handled, Is.Empty);
    }

    [Test]
    public async Task A_compressed_body_is_verified_and_passed_on_compressed()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("""{"id":1}"""u8);
        }

        using var message = SignedRequest.By([Secret], _host.Clock.GetUtcNow(), compressed.ToArray()).ToMessage("/base64");
        message.Content!.Headers.ContentEncoding.Add("gzip");
        var answer = await _host.SendAsync(message);

        Assert.That(answer.Status, Is.EqualTo(204));
        Assert.That(_handled, Is.EqualTo(new[] { "gzip " + Convert.ToBase64String(compressed.ToArray()) }));
    }

    [Test]
    public async Task A_body_may_be_kept_after_its_request()
    {
        await _host.SendAsync(_host.Sign("first"), "/keep");
        await _host.SendAsync(_host.Sign("other"), "/keep");

        Assert.That(_kept.Select(webhook => Encoding.UTF8.GetString(webhook.Body.Span)), Is.EqualTo(new[] { "first", "other" }));
    }

    private void Map(WebApplication app)
    {
        app.MapPost("/model", (Order order) => Handled($"{order.Id} {order.Note}")).RequireWebhookSignature(Secret);
        app.MapPost("/keep", (HttpContext context) => _kept.Add(context.GetReceivedWebhook()!)).RequireWebhookSignature(Secret);
        app.MapPost("/base64", (HttpRequest request, ReceivedWebhook webhook) =>
            Handled($"{request.Headers.ContentEncoding} {Convert.ToBase64String(webhook.Body.Span)}")).RequireWebhookSignature(Secret);
        app.MapPost("/stream", async (HttpRequest request) => Handled(await ReadAsync(request.Body)))
            .RequireWebhookSignature(options => Configure(options, Limit));
        app.MapPost("/pipe", async (HttpRequest request) => Handled(await ReadAsync(request.BodyReader.AsStream())))
            .RequireWebhookSignature(options => Configure(options, Limit));
        app.MapPost("/large", () => Results.NoContent()).RequireWebhookSignature(options => Configure(options, 50_000_000));
    }

    private static void Configure(WebhookSignatureOptions options, int limit)
    {
        options.Secrets.Add(Secret);
        options.MaxBodyBytes = limit;
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return Encoding.UTF8.GetString(copy.ToArray());
    }

    private IResult Handled(string what)
    {
        _handled.Add(what);
        return Results.NoContent();
    }

    private sealed record Order(int Id, string Note);
}
