using System.Data.Common;
using WebhookKit.SqlServer.Tests.Servers;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Contract;

[TestFixtureSource(typeof(TestedServers), nameof(TestedServers.All))]
internal sealed class SqlServerLateCommitTests(ITestedServer server) : LateCommitContract
{
    private readonly TestDatabase _database = new(server) { IsOwn = true };

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => _database.CreateAsync();

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_database.Open());

    protected override async ValueTask<DbConnection> OpenHostConnectionAsync() => await _database.ConnectAsync();

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
