using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;
using WebhookKit.StoreContract;

namespace WebhookKit.PostgreSql.Tests.Receiving;

internal sealed class PostgreSqlProcessedEventExpiryTests : ProcessedEventExpiryContract
{
    private readonly StoreDatabase _database = new();
    private readonly List<ServiceProvider> _providers = [];

    protected override ValueTask<IProcessedEventStore> CreateStoreAsync() => OpenAgainAsync();

    protected override ValueTask<IProcessedEventStore> OpenAgainAsync()
    {
        var provider = new ServiceCollection().AddPostgreSqlProcessedEvents(options => (options.DataSource, options.Schema) = (TestServer.DataSource, _database.Schema)).BuildServiceProvider();
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
        await _database.RemoveAsync();
    }
}
