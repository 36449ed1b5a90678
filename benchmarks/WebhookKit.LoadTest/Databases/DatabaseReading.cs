namespace WebhookKit.LoadTest.Databases;

/// <summary>What a database has spent and holds; null where that is not known.</summary>
/// <param name="Cpu">CPU time of a server. A store inside our own process is counted there.</param>
/// <param name="WalBytes">Bytes written ahead.</param>
/// <param name="Bytes">Bytes held on disk.</param>
/// <param name="Statements">Statements executed.</param>
internal sealed record DatabaseReading(TimeSpan? Cpu = null, long? WalBytes = null, long? Bytes = null, long? Statements = null)
{
    public DatabaseReading Since(DatabaseReading earlier) =>
        new(Cpu - earlier.Cpu, WalBytes - earlier.WalBytes, Bytes - earlier.Bytes, Statements - earlier.Statements);
}
