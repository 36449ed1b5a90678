using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

/// <summary>The clock of the store itself is set while instances run. Of the stores only the one in memory has a clock that a test can set.</summary>
internal sealed class StoreClockJumpTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly SetClock _storeClock = new();
    private EngineHost _owner = null!;
    private WebhookReceiver _receiver = null!;

    [SetUp]
    public async Task StartReceiverAsync()
    {
        _owner = EngineHost.Build(builder => builder.UseInMemoryStore(), configure: services => services.AddSingleton<TimeProvider>(_storeClock));
        _receiver = await WebhookReceiver.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _owner.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [TestCase(1)]
    [TestCase(-1)]
    public async Task What_is_published_after_it_was_set_is_sent_at_once_by_one_owner_and_once(int hours)
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await first.SubscribeAsync(_receiver.At($"/{i}").Url);
        }

        await first.PublishAsync();
        await first.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        _storeClock.Ahead = hours * Hour;
        await UntilSkewIsAsync(-hours * Hour, first, second);
        await first.PublishAsync();
        await second.PublishAsync();

        await first.WaitForAsync(all => all.Count == 60 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(_receiver.Requests, Has.Count.EqualTo(60));
    }

    [Test]
    public async Task A_retry_is_due_by_the_clock_as_it_was_set()
    {
        await using var host = await StartAsync(("Retry:Jitter", "0"), ("Retry:Schedule:0", "01:00:00"));
        await host.SubscribeAsync(_receiver.At("/").Answer(500).Url);
        await host.PublishAsync();
        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Failed);

        _storeClock.Ahead = Hour + TimeSpan.FromSeconds(1);

        await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
    }

    private static Task UntilSkewIsAsync(TimeSpan skew, params EngineHost[] hosts) => EngineHost.WaitAsync(() => hosts.All(host =>
        host.Services.GetRequiredService<IWebhookVitals>().Read().ClockSkew is { } found && (found - skew).Duration() < TimeSpan.FromSeconds(1)));

    private Task<EngineHost> StartAsync(params (string Name, string? Value)[] settings) => EngineHost.StartAsync(
        _ => { },
        settings.Append(("Leasing:RenewEvery", "00:00:00.1")).Append(("Dispatching:PollInterval", "00:00:00.1"))
            .ToDictionary(setting => setting.Item1, setting => setting.Item2),
        services => services.AddSingleton(_owner.Services.GetRequiredService<IWebhookStore>()));
}
