using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Tls;

/// <summary>How many handlers there are, and when one ends.</summary>
internal sealed class KeptHandlersTests : TlsFixture
{
    private EgressRoute Route => Sender.Services.GetRequiredService<EgressRoutes>().Default;

    private KeptHandlers Handlers => Sender.Services.GetRequiredService<KeptHandlers>();

    [Test]
    public async Task There_are_at_most_256_and_the_least_recently_used_goes_first()
    {
        var (first, second) = (TlsProfile.Of(Numbered(0))!, TlsProfile.Of(Numbered(1))!);
        HttpMessageInvoker kept, gone;
        using (var lease = Handlers.Rent(Route, first, default))
        {
            kept = lease.Client!;
        }

        using (var lease = Handlers.Rent(Route, second, default))
        {
            gone = lease.Client!;
        }

        for (var number = 2; number < 300; number++)
        {
            Handlers.Rent(Route, TlsProfile.Of(Numbered(number))!, default).Dispose();
            Handlers.Rent(Route, first, default).Dispose();
        }

        Assert.That(Handlers.Count, Is.EqualTo(KeptHandlers.Most));
        using var again = Handlers.Rent(Route, first, default);
        Assert.That(again.Client, Is.SameAs(kept));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gone.SendAsync(new HttpRequestMessage(HttpMethod.Get, "https://localhost/"), default));
    }

    [Test]
    public async Task One_that_is_pushed_out_ends_with_its_last_request()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Gate = answer.Task;
        var profile = TlsProfile.Of(Trusting())!;
        var sending = SendAsync(server.Url, Trusting());
        var lease = Handlers.Rent(Route, profile, default);
        await Engine.EngineHost.WaitAsync(() => server.Requests.Count == 1);

        for (var number = 0; number < KeptHandlers.Most; number++)
        {
            Handlers.Rent(Route, TlsProfile.Of(Numbered(number))!, default).Dispose();
        }

        var pushedOut = lease.Client!;
        lease.Dispose();
        using var fresh = Handlers.Rent(Route, profile, default);
        answer.SetResult();
        var result = await sending;

        Assert.That(fresh.Client, Is.Not.SameAs(pushedOut));
        Assert.That(result.Outcome, Is.EqualTo(AttemptOutcome.Succeeded), result.Error);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pushedOut.SendAsync(new HttpRequestMessage(HttpMethod.Get, "https://localhost/"), default));
    }

    [Test]
    public void One_that_is_not_used_for_ten_minutes_ends_and_one_under_way_does_not()
    {
        var clock = new FakeTimeProvider();
        using var handlers = new KeptHandlers(Sender.Services.GetRequiredService<IOptions<SendingOptions>>(), clock);
        var busy = handlers.Rent(Route, TlsProfile.Of(Numbered(0))!, default);
        handlers.Rent(Route, TlsProfile.Of(Numbered(1))!, default).Dispose();

        clock.Advance(TimeSpan.FromMinutes(9.5));
        var before = handlers.Count;
        clock.Advance(TimeSpan.FromMinutes(2));
        var after = handlers.Count;
        busy.Dispose();
        clock.Advance(KeptHandlers.IdleFor + TimeSpan.FromMinutes(2));

        Assert.That((before, after, handlers.Count), Is.EqualTo((2, 1, 0)));
    }

    [Test]
    public async Task Endpoints_without_settings_make_none()
    {
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));

        await SendAsync(server.Url, tls: null);

        Assert.That(Handlers.Count, Is.Zero);
    }

    [Test]
    public async Task Endpoints_with_the_same_settings_share_one()
    {
        var client = Authority.Issue("client");
        await using var server = await MutualTlsServer.StartAsync(Authority.Issue("server"));

        // The same certificate, packed twice: no two files are alike.
        await SendAsync(server.Url, Trusting(client), TestAuthority.Pkcs12(client));
        await SendAsync(server.Url, Trusting(client), TestAuthority.Pkcs12(client));

        Assert.That((Handlers.Count, server.Handshakes, server.Requests.Count), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public void Endpoints_with_the_same_settings_and_different_policies_do_not_share_one()
    {
        var profile = TlsProfile.Of(Numbered(0))!;
        var other = new EgressRoute("partners", Route.Policy, Route.Connector);

        using var first = Handlers.Rent(Route, profile, default);
        using var second = Handlers.Rent(other, profile, default);
        using var third = Handlers.Rent(other, null, default);

        Assert.That(new[] { first.Client, second.Client, third.Client }, Is.Unique);
    }

    private static EndpointTls Numbered(int number) => new() { Pins = [Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes($"{number}")))] };
}
