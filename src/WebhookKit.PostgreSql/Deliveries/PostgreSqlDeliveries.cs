using WebhookKit.PostgreSql.Connections;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Deliveries;

internal sealed class PostgreSqlDeliveries(PostgreSqlDatabase database) : IDeliveryStore
{
    private readonly LaneFinder _finder = new(database);
    private readonly LaneReader _reader = new(database);
    private readonly OutcomeRecorder _recorder = new(database);
    private readonly OrderedDeliveries _ordered = new(database.Tables);
    private readonly DeliveryCoalescer _coalescer = new(database.Tables);

    public ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);

        return database.RunAsync((connection, token) => _finder.FindAsync(connection, search, token), cancellationToken);
    }

    public ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);

        return database.RunAsync((connection, token) => _reader.ReadAsync(connection, read, token), cancellationToken);
    }

    public ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);

        return database.RunAsync((connection, token) => _recorder.RecordAsync(connection, batch.Outcomes, token), cancellationToken);
    }

    public async ValueTask PostponeAsync(
        IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveries);

        await database.RunAsync((connection, token) => _ordered.PostponeAsync(connection, deliveries, until, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.RunAsync((connection, token) => _coalescer.CoalesceAsync(connection, request, token), cancellationToken);
    }
}
