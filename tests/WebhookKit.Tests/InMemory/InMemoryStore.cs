using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.Tests.InMemory;

/// <summary>Makes the store the way a host gets it.</summary>
internal sealed class InMemoryStore : IWebhooksBuilder
{
    private InMemoryStore(TimeProvider? timeProvider)
    {
        Services.AddSingleton(timeProvider ?? TimeProvider.System);
        this.UseInMemoryStore();
    }

    public IServiceCollection Services { get; } = new ServiceCollection();

    public static ValueTask<IWebhookStore> CreateAsync(TimeProvider? timeProvider = null) =>
        ValueTask.FromResult(new InMemoryStore(timeProvider).Services.BuildServiceProvider().GetRequiredService<IWebhookStore>());
}
