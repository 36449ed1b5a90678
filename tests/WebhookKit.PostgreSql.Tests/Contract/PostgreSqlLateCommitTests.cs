using System.Data.Common;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.PostgreSql.Tests.Contract;

internal sealed class PostgreSqlLateCommitTests : LateCommitContract
{
    private readonly StoreDatabase _database = new();

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => new(_database.Open());

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_database.Open());

    protected override ValueTask<DbConnection> OpenHostConnectionAsync() => new(_database.Connect());

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
