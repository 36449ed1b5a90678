using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;

namespace WebhookKit.PostgreSql.Tests.Receiving;

/// <summary>Stores of processed events over one database, as receivers open them.</summary>
internal sealed class ProcessedEventStores
{
    private readonly StoreDatabase _database = new();
    private readonly List<ServiceProvider> _providers = [];

    public StoreDatabase Database => _database;

    public ValueTask<IProcessedEventStore> OpenAsync(TimeProvider? clock = null)
    {
        var provider = new ServiceCollection().AddSingleton(clock ?? TimeProvider.System).AddPostgreSqlProcessedEvents(options => (options.DataSource, options.Schema) = (TestServer.DataSource, _database.Schema)).BuildServiceProvider();
        lock (_providers)
        {
            _providers.Add(provider);
        }

        return new(provider.GetRequiredService<IProcessedEventStore>());
    }

    public async ValueTask RemoveAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _providers.Clear();
        await _database.RemoveAsync();
    }
}
