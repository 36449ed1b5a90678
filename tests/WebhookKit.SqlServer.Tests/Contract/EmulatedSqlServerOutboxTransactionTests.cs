using System.Data.Common;
using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.SqlServer.Tests.Contract;

internal sealed class EmulatedSqlServerOutboxTransactionTests : OutboxTransactionContract
{
    private readonly EmulatedDatabase _database = new() { IsOwn = true };

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => _database.CreateAsync();

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_database.Open());

    protected override async ValueTask<DbConnection> OpenHostConnectionAsync() => await _database.ConnectAsync();

    protected override ValueTask DestroyStoreAsync() => _database.RemoveAsync();
}
