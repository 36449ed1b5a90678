using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.AspNetCore.Tests.Requests;

internal sealed class BodyTests
{
    private ApiHost _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync(services => services.Configure<WebhooksApiOptions>(options => options.MaxRequestBytes = 600_000));
        await _host.CreateEndpointAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=iso-8859-1")]
    [TestCase(null)]
    public async Task A_body_that_does_not_say_it_is_json_is_refused(string? contentType)
    {
        var before = await _host.DescribeStoreAsync();
        using var content = new ByteArrayContent("""{"type":"a","payload":1}"""u8.ToArray());
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var answer = await _host.SendAsync(HttpMethod.Post, "v1/events", content);

        Assert.That(answer.Status, Is.EqualTo(415), answer.Text);
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_over_the_limit_is_refused_whether_or_not_it_says_its_length(bool isChunked)
    {
        var before = await _host.DescribeStoreAsync();
        using var content = new StringContent($$"""{"type":"a","payload":"{{new string('x', 600_000)}}"}""", Encoding.UTF8, "application/json");

        var answer = await _host.SendAsync(HttpMethod.Post, "v1/events", content, isChunked ? [("Transfer-Encoding", "chunked")] : []);

        Assert.That(answer.Status, Is.EqualTo(413), answer.Text);
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_of_exactly_the_limit_is_read(bool isChunked)
    {
        using var content = new StringContent("""{"type":"a","payload":1}""".PadRight(600_000), Encoding.UTF8, "application/json");

        var answer = await _host.SendAsync(HttpMethod.Post, "v1/events", content, isChunked ? [("Transfer-Encoding", "chunked")] : []);

        Assert.That(answer.Status, Is.EqualTo(202), answer.Text);
    }

    [Test]
    public async Task A_body_that_is_not_utf8_is_refused()
    {
        using var content = new ByteArrayContent([.. "{\"type\":\"a\",\"payload\":\""u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        var answer = await _host.SendAsync(HttpMethod.Post, "v1/events", content);

        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { "body" }));
    }
}
