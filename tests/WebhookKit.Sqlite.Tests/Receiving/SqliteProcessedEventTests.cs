using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;
using WebhookKit.StoreContract;

namespace WebhookKit.Sqlite.Tests.Receiving;

internal sealed class SqliteProcessedEventTests : ProcessedEventContract
{
    private readonly StoreFile _file = new();
    private readonly List<ServiceProvider> _providers = [];

    protected override ValueTask<IProcessedEventStore> CreateStoreAsync() => OpenAgainAsync();

    protected override ValueTask<IProcessedEventStore> OpenAgainAsync()
    {
        var provider = new ServiceCollection().AddSqliteProcessedEvents(options => options.ConnectionString = _file.ConnectionString).BuildServiceProvider();
        lock (_providers)
        {
            _providers.Add(provider);
        }

        return new(provider.GetRequiredService<IProcessedEventStore>());
    }

    protected override async ValueTask DestroyStoreAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _providers.Clear();
        await _file.RemoveAsync();
    }
}
