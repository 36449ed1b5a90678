using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.DependencyInjection;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>The sending part of the engine as the host builds it, for receivers on this machine.</summary>
internal sealed class SenderFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SenderFixture(Action<IServiceCollection>? before = null, Action<IServiceCollection>? after = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.Configure<EgressOptions>(options => options.AllowLoopback = options.AllowLoopbackOutsideDevelopment = true);
        services.Configure<SendingOptions>(options =>
        {
            options.Timeout = TimeSpan.FromSeconds(10);
            options.ConnectTimeout = TimeSpan.FromSeconds(2);
        });
        before?.Invoke(services);
        services.AddSigning();
        services.AddSending();
        after?.Invoke(services);
        _services = services.BuildServiceProvider();
        Sender = _services.GetRequiredService<WebhookSender>();
    }

    public WebhookSender Sender { get; }

    public IServiceProvider Services => _services;

    public static WebhookSecret Secret { get; } = WebhookSecret.Generate();

    public static SendRequest Request(
        string url,
        string body = """{"a":1}""",
        string contentType = "application/json",
        IReadOnlyDictionary<string, string>? headers = null,
        IReadOnlyList<WebhookSecret>? secrets = null,
        string owner = "") => new()
        {
            EventId = new EventId(Guid.CreateVersion7()),
            EventType = "order.created",
            Body = Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
            Endpoint = new EndpointId(1),
            Owner = owner,
            Url = url,
            Headers = headers ?? new Dictionary<string, string>(),
            Secrets = secrets ?? [Secret],
        };

    public Task<SendResult> SendAsync(string url) => SendAsync(Request(url));

    public Task<SendResult> SendAsync(SendRequest request) => Sender.SendAsync(request, new AttemptClock(TimeProvider.System), CancellationToken.None).AsTask();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
