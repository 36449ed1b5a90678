using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Contract;

internal sealed class EmulatedSqlServerLeaseConcurrencyTests : LeaseConcurrencyContract
{
    private readonly EmulatedDatabase _database = new();

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => _database.CreateAsync();

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_database.Open());

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
