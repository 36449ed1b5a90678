using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Receiving;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Receiving;

[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class SqlServerProcessedEventExpiryTests(ITestedServer server) : ProcessedEventExpiryContract
{
    private TestDatabase _database = new(server);

    protected override async ValueTask<IProcessedEventStore> CreateStoreAsync()
    {
        _database = new TestDatabase(server);
        await _database.CreateAsync();
        return await OpenAgainAsync();
    }

    protected override ValueTask<IProcessedEventStore> OpenAgainAsync() => new(new ServiceCollection()
        .AddSqlServerProcessedEvents(options => (options.ConnectionString, options.Schema) = (_database.ConnectionString, _database.Schema))
        .BuildServiceProvider().GetRequiredService<IProcessedEventStore>());

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
