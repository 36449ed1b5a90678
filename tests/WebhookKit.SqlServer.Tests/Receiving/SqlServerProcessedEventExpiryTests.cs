using WebhookKit.Receiving;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Receiving;

[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class SqlServerProcessedEventExpiryTests(ITestedServer server) : ProcessedEventExpiryContract
{
    private readonly ProcessedEventStores _stores = new(server);

    protected override ValueTask<IProcessedEventStore> CreateStoreAsync() => _stores.CreateAsync();

    protected override ValueTask<IProcessedEventStore> OpenAgainAsync() => new(_stores.Open());

    protected override ValueTask DestroyStoreAsync() => _stores.RemoveAsync();
}
