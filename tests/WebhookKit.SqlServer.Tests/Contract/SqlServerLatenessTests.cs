using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Contract;

[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class SqlServerLatenessTests(ITestedServer server) : LatenessContract
{
    private readonly TestDatabase _database = new(server);

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => _database.CreateAsync();

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_database.Open());

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
