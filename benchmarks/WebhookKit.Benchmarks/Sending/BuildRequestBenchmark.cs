using System.Net.Http.Headers;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;
using WebhookKit.Signing;

namespace WebhookKit.Benchmarks.Sending;

/// <summary>The request of an attempt with all its headers, beside a request with a body and nothing else.</summary>
[MemoryDiagnoser]
public class BuildRequestBenchmark
{
    private const string Url = "https://hooks.customer.example/webhooks/orders";

    private readonly byte[] _body = new byte[1024];
    private readonly DateTimeOffset _timestamp = DateTimeOffset.UtcNow;
    private readonly SignatureHeaders _signature = new();
    private SendRequest _request = null!;

    [GlobalSetup]
    public void Setup()
    {
        using var services = new ServiceCollection().AddLogging().AddWebhooks().Services.BuildServiceProvider();
        var secret = WebhookSecret.Generate();
        var id = new EventId(Guid.CreateVersion7());
        services.GetRequiredService<IWebhookSigner>()
            .Sign(new SignatureRequest { EventId = id, Timestamp = _timestamp, Body = _body, Secrets = [secret] }, _signature);
        _request = new SendRequest
        {
            EventId = id,
            EventType = "order.created",
            Owner = "",
            Body = _body,
            ContentType = "application/json",
            Endpoint = default,
            Url = Url,
            Headers = new Dictionary<string, string>(),
            Secrets = [secret],
        };
    }

    [Benchmark(Baseline = true)]
    public void BareRequest()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ReadOnlyMemoryContent(_body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    [Benchmark]
    public void Build()
    {
        using var message = RequestBuilder.Build(_request, _signature, _timestamp, "WebhookKit");
    }
}
