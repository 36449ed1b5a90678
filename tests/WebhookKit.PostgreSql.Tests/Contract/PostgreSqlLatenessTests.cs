using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.PostgreSql.Tests.Contract;

internal sealed class PostgreSqlLatenessTests : LatenessContract
{
    private readonly StoreDatabase _database = new();

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => new(_database.Open());

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_database.Open());

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
