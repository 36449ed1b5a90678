namespace WebhookKit.Benchmarks.Stores;

/// <summary>The stores that a benchmark runs on.</summary>
public enum StoreKind
{
    Memory,
    Sqlite,
    Postgres,
}
