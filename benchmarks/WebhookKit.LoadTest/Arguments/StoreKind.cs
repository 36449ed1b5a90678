namespace WebhookKit.LoadTest.Arguments;

internal enum StoreKind
{
    Sqlite,
    Memory,
}
