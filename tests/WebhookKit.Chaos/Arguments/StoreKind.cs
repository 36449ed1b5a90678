namespace WebhookKit.Chaos.Arguments;

internal enum StoreKind
{
    Postgres,
    Sqlite,
}
