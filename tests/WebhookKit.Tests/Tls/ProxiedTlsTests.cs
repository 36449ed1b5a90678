using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Sending;
using WebhookKit.Tests.Sending;

namespace WebhookKit.Tests.Tls;

/// <summary>TLS is spoken with the endpoint, through the proxy, as without one.</summary>
internal sealed class ProxiedTlsTests : TlsFixture
{
    [Test]
    public async Task The_proxy_sees_no_more_than_where_it_goes_and_the_endpoint_nothing_of_the_proxy()
    {
        var network = new WatchedNetwork();
        var client = Authority.Issue("client");
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        using var proxy = new ConnectProxy();
        await using var sender = new SenderFixture(
            before: services => services.AddSingleton<IHostResolver>(network).AddSingleton<IEgressDialer>(network),
            after: services => services.Configure<EgressOptions>(options => options.Proxy = proxy.Url));

        var trusting = await sender.SendAsync(Request(server.Url, Trusting(client), TestAuthority.Pkcs12(client)));
        var ordinary = await sender.SendAsync(Request(server.Url, tls: null));

        var port = new Uri(server.Url).Port;
        Assert.Multiple(() =>
        {
            Assert.That(trusting.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), trusting.Error);
            Assert.That((ordinary.Outcome, ordinary.SparesEndpoint), Is.EqualTo((AttemptOutcome.TlsFailed, false)), "The endpoint's certificate is its own affair.");
            Assert.That(server.Requests.Single().Thumbprint, Is.EqualTo(TestAuthority.ThumbprintOf(client)));
            Assert.That(proxy.Heads, Is.All.EqualTo($"CONNECT localhost:{port} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"));
            Assert.That(network.Dialed, Is.All.EqualTo(proxy.Port));
            Assert.That(network.Asked, Is.Empty);
        });
    }
}
