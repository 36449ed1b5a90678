namespace WebhookKit.Benchmarks.Stores;

/// <summary>A table of keys and values in the same place and as durable as a store: the least that its work could cost.</summary>
internal interface IBareTable : IDisposable
{
    /// <summary>Inserts rows in one transaction.</summary>
    Task InsertAsync(int rows, byte[] value);

    /// <summary>Reads rows by key; answers how many bytes they hold.</summary>
    Task<long> ReadAsync(int rows);
}
