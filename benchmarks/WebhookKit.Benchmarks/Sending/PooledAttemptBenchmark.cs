using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;
using WebhookKit.Signing;

namespace WebhookKit.Benchmarks.Sending;

/// <summary>
/// An attempt on a pooled connection, beside the same signed request sent by the same client without what is around it: the guard,
/// the deadline, and what makes an outcome of the answer. There is no network, so that what is between the two shows.
/// </summary>
[MemoryDiagnoser]
public class PooledAttemptBenchmark : IDisposable
{
    private const int BodyBytes = 1024;
    private const string Url = "http://hooks.customer.example/webhooks/orders";

    private static readonly MemoryNetwork Network = new(BodyBytes);

    private readonly ServiceProvider _services;
    private readonly WebhookSender _sender;
    private readonly IWebhookSigner _signer;
    private readonly SignatureHeaders _signature = new();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        ConnectCallback = static (_, _) => new(Network.Connect()),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    });

    private readonly SendRequest _request = new()
    {
        EventId = new EventId(Guid.CreateVersion7()),
        EventType = "order.created",
        Owner = "",
        Body = new byte[BodyBytes],
        ContentType = "application/json",
        Endpoint = default,
        Url = Url,
        ParsedUrl = new Uri(Url),
        Headers = new Dictionary<string, string>(),
        Secrets = [WebhookSecret.Generate()],
    };

    public PooledAttemptBenchmark()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddWebhooks();
        services.Configure<EgressOptions>(options => options.AllowHttp = true);
        _services = services.AddSingleton<IHostResolver>(Network).AddSingleton<IEgressDialer>(Network).BuildServiceProvider();
        _sender = _services.GetRequiredService<WebhookSender>();
        _signer = _services.GetRequiredService<IWebhookSigner>();
    }

    [Benchmark(Baseline = true)]
    public async Task<int> SignedRequest()
    {
        var timestamp = TimeProvider.System.GetUtcNow();
        _signature.Clear();
        _signer.Sign(
            new SignatureRequest { EventId = _request.EventId, Timestamp = timestamp, Body = _request.Body, Secrets = _request.Secrets }, _signature);
        using var message = RequestBuilder.Build(_request, _signature, timestamp, "WebhookKit");
        using var response = await _client.SendAsync(message, CancellationToken.None);
        return (int)response.StatusCode;
    }

    [Benchmark]
    public async Task<int> Attempt() => (await _sender.SendAsync(_request, new AttemptClock(TimeProvider.System), CancellationToken.None)).StatusCode
        ?? throw new InvalidOperationException("No answer.");

    [GlobalCleanup]
    public void Dispose()
    {
        _client.Dispose();
        _services.Dispose();
    }
}
