using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using WebhookKit.Sending;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Sending;

public sealed class DeliveryClientTests
{
    private static void ServiceDefaults(IServiceCollection services) =>
        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());

    private static void SpoiledDefaults(IServiceCollection services) => services.ConfigureHttpClientDefaults(http => http
        .AddHttpMessageHandler(() => new SendingTwice())
        .ConfigurePrimaryHttpMessageHandler(() => new Unreachable())
        .ConfigureHttpClient(client =>
        {
            client.Timeout = TimeSpan.FromTicks(1);
            client.DefaultRequestHeaders.Add("X-Host-Secret", "1");
        })
        .SetHandlerLifetime(TimeSpan.FromSeconds(1)));

    private static void SpoiledByName(IServiceCollection services) => services.AddHttpClient(WebhookHttpClient.Name)
        .AddHttpMessageHandler(() => new SendingTwice())
        .ConfigurePrimaryHttpMessageHandler(() => new Unreachable());

    private static void SpoiledByFilter(IServiceCollection services) =>
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new AddingToAll());

    private static IEnumerable<TestCaseData> Hosts()
    {
        Action<IServiceCollection>[] changes = [ServiceDefaults, SpoiledDefaults, SpoiledByName, SpoiledByFilter];
        foreach (var change in changes)
        {
            foreach (var status in new[] { 200, 500, 503 })
            {
                yield return new TestCaseData(change, null, status).SetArgDisplayNames($"{change.Method.Name} before {status}");
                yield return new TestCaseData(null, change, status).SetArgDisplayNames($"{change.Method.Name} after {status}");
            }
        }
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task An_attempt_is_one_request_on_the_wire(Action<IServiceCollection>? before, Action<IServiceCollection>? after, int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var sender = new SenderFixture(before, after);
        receiver.At("/in").AnswerAlways(status);

        var results = new List<SendResult>();
        for (var i = 0; i < 3; i++)
        {
            results.Add(await sender.SendAsync(receiver.At("/in").Url));
        }

        Assert.Multiple(() =>
        {
            Assert.That(results.Select(result => result.StatusCode), Is.All.EqualTo(status));
            Assert.That(receiver.Requests, Has.Count.EqualTo(3));
            Assert.That(receiver.Requests.SelectMany(request => request.Headers.Keys), Has.None.EqualTo("X-Host-Secret").IgnoreCase);
        });
    }

    [Test]
    public async Task Other_clients_keep_what_the_host_gave_them()
    {
        var services = new ServiceCollection();
        SpoiledDefaults(services);
        WebhookKit.DependencyInjection.SendingRegistration.AddSending(services);
        await using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<HttpClientFactoryOptions>>();

        Assert.That(options.Get("other").HttpMessageHandlerBuilderActions, Has.Count.GreaterThan(1));
        Assert.That(options.Get("other").HandlerLifetime, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task The_handler_has_no_way_past_the_guard()
    {
        await using var sender = new SenderFixture();

        var handler = DeliveryHandlerOf(sender);

        Assert.Multiple(() =>
        {
            Assert.That(handler.UseProxy, Is.False);
            Assert.That(handler.AllowAutoRedirect, Is.False);
            Assert.That(handler.UseCookies, Is.False);
            Assert.That(handler.ActivityHeadersPropagator, Is.Null);
            Assert.That(handler.MaxResponseDrainSize, Is.Zero);
            Assert.That(handler.SslOptions.CertificateChainPolicy!.DisableCertificateDownloads, Is.True);
        });
    }

    internal static SocketsHttpHandler DeliveryHandlerOf(SenderFixture sender)
    {
        HttpMessageHandler handler = sender.Services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(WebhookHttpClient.Name);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return (SocketsHttpHandler)handler;
    }

    private sealed class AddingToAll : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(new SendingTwice());
        };
    }

    private sealed class SendingTwice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Not the guarded handler.");
    }
}
