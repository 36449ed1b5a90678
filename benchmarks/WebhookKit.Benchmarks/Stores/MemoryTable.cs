namespace WebhookKit.Benchmarks.Stores;

/// <summary>A dictionary.</summary>
internal sealed class MemoryTable : IBareTable
{
    private readonly Dictionary<Guid, byte[]> _rows = [];

    public Task InsertAsync(int rows, byte[] value)
    {
        for (var row = 0; row < rows; row++)
        {
            _rows.Add(Guid.CreateVersion7(), value);
        }

        return Task.CompletedTask;
    }

    public Task<long> ReadAsync(int rows) => Task.FromResult(_rows.Take(rows).Sum(row => 16L + row.Value.Length));

    public void Dispose() => _rows.Clear();
}
