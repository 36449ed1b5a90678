using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Administration;
using WebhookKit.Observing;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Tls;

/// <summary>Client certificates that end soon.</summary>
internal sealed class CertificateWatchTests(EngineStore store) : EngineFixture(store)
{
    private readonly CollectedNotifications _notifications = new();

    [Test]
    public async Task One_that_ends_within_30_days_is_told_once_and_again_when_it_has_ended()
    {
        using var authority = new TestAuthority();
        var host = await StartHostAsync(services =>
        {
            UseFakeClock(services);
            services.AddSingleton<IWebhookNotifier>(_notifications);
        });
        var soon = await CreateAsync(host, authority, "soon", days: 20);
        await CreateAsync(host, authority, "later", days: 200);

        await StepAsync(host.Clock, () => Ending(host) == 1);
        var first = await _notifications.WaitForAsync(WebhookNotificationKind.CertificateEnding);

        // The next look, an hour later, finds another one, and does not tell the first again.
        var other = await CreateAsync(host, authority, "other", days: 29);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await StepAsync(host.Clock, () => Told().Count == 2);
        host.Clock.Advance(TimeSpan.FromDays(20));
        await StepAsync(host.Clock, () => Told().Count == 3);

        Assert.Multiple(() =>
        {
            Assert.That(Told().Select(one => one.Endpoint), Is.EqualTo(new[] { soon, other, soon }));
            Assert.That(first[0].Reason, Does.Contain("is valid until").And.Contain("Give it a new one before."));
            Assert.That(Told()[2].Reason, Does.Contain("was valid until").And.Contain("It is still sent"));
        });
    }

    private IReadOnlyList<WebhookNotification> Told() => _notifications.Of(WebhookNotificationKind.CertificateEnding);

    private static int Ending(EngineHost host) => host.Services.GetRequiredService<IWebhookVitals>().Read().CertificatesEnding;

    private static async Task StepAsync(FakeTimeProvider clock, Func<bool> condition)
    {
        for (var deadline = DateTime.UtcNow + EngineHost.Patience; !condition(); await Task.Delay(5))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline));
            clock.Advance(TimeSpan.FromSeconds(2));
        }
    }

    private static async Task<EndpointId> CreateAsync(EngineHost host, TestAuthority authority, string name, int days)
    {
        var certificate = new ClientCertificateInput { Pkcs12 = TestAuthority.Pkcs12(authority.Issue(name, toDays: days)) };
        var input = new EndpointInput { Url = $"https://localhost/{name}", Events = ["*"], Tls = new EndpointTlsInput { ClientCertificate = certificate } };
        return (await host.Endpoints.CreateAsync(input, WebhookCaller.Application)).Endpoint.Id;
    }
}
