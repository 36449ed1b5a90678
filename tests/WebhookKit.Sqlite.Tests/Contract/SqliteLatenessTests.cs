using WebhookKit.Storage;
using WebhookKit.StoreContract;

namespace WebhookKit.Sqlite.Tests.Contract;

internal sealed class SqliteLatenessTests : LatenessContract
{
    private readonly StoreFile _file = new();

    protected override ValueTask<IWebhookStore> CreateStoreAsync() => new(_file.Open());

    protected override ValueTask<IWebhookStore> OpenAgainAsync() => new(_file.Open());

    protected override ValueTask DestroyStoreAsync() => _file.RemoveAsync();
}
