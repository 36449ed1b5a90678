namespace WebhookKit.LoadTest.Arguments;

internal enum StoreKind
{
    Postgres,
    Sqlite,
    Memory,
}
