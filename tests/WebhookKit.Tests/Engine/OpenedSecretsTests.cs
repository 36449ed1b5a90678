using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.Tests.Engine;

/// <summary>How long secrets that were decrypted for sending are kept.</summary>
internal sealed class OpenedSecretsTests(EngineStore store) : EngineFixture(store)
{
    /// <param name="seconds">How long the first request is under way.</param>
    /// <param name="before">How often they are decrypted by then: for it, and once a minute to see whether the keys are still there.</param>
    /// <param name="after">How often they are decrypted for the rest.</param>
    [TestCase(29, 1, 0)]
    [TestCase(60, 2, 1)]
    public async Task They_are_decrypted_once_for_many_deliveries_and_again_after_a_minute(int seconds, int before, int after)
    {
        var protector = new CountingProtector();
        var host = await StartHostAsync(
            services =>
            {
                UseFakeClock(services);
                services.AddSingleton<ISecretProtector>(protector);
            },
            Patient,
            LongLeases,
            ("Dispatching:MaxConcurrencyPerEndpoint", "1"));
        await host.SubscribeAsync(Receiver.At("/").Url);
        protector.Opened = 0;

        using (Receiver.At("/").Hold())
        {
            await host.PublishManyAsync(20);
            await EngineHost.WaitAsync(() => Receiver.At("/").MostInFlight == 1);
            host.Clock.Advance(TimeSpan.FromSeconds(seconds / 2));
            host.Clock.Advance(TimeSpan.FromSeconds(seconds - (seconds / 2)));
            await EngineHost.WaitAsync(() => protector.Opened == before);
        }

        await host.WaitForAsync(all => all.Count == 20 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(protector.Opened, Is.EqualTo(before + after));
    }

    [Test]
    public async Task Nothing_keeps_them_or_a_host_that_has_ended_in_memory()
    {
        var host = await SendAndEndAsync();

        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(20);
        while (host.IsAlive && DateTime.UtcNow < deadline)
        {
            await Task.Delay(50);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(host.IsAlive, Is.False);
    }

    /// <summary>Lets a host send, and end.</summary>
    /// <returns>Its protector, which whatever opens secrets refers to.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> SendAndEndAsync()
    {
        var host = BuildHost(services => services.AddSingleton<ISecretProtector, CountingProtector>());
        await using (host)
        {
            await host.StartAsync();
            await host.SubscribeAsync(Receiver.Url);
            await host.PublishAsync();
            await host.WaitForAsync(all => all.Single().Status == DeliveryStatus.Succeeded);
            return new WeakReference(host.Services.GetRequiredService<ISecretProtector>());
        }
    }

    private sealed class CountingProtector : ISecretProtector
    {
        private int _opened;

        public int Opened
        {
            get => Volatile.Read(ref _opened);
            set => Volatile.Write(ref _opened, value);
        }

        public ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> secret, SecretContext context, CancellationToken cancellationToken) => new(secret.ToArray());

        public ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> data, SecretContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _opened);
            return new(data.ToArray());
        }
    }
}
