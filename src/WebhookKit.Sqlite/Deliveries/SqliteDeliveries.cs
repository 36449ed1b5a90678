using WebhookKit.Sqlite.Connections;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Deliveries;

internal sealed class SqliteDeliveries(SqliteDatabase database, SqliteReaders readers, SqliteWriter writer) : IDeliveryStore
{
    private readonly LaneFinder _finder = new(database.Tables);
    private readonly LaneReader _reader = new(database.Tables);
    private readonly OutcomeRecorder _recorder = new(database.Tables);
    private readonly OrderedDeliveries _ordered = new(database.Tables);
    private readonly DeliveryCoalescer _coalescer = new(database.Tables);

    public ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);

        return readers.ReadAsync(session => _finder.Find(session, search), cancellationToken);
    }

    public ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);

        return readers.ReadAsync(session => _reader.Read(session, read), cancellationToken);
    }

    public ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);

        return writer.WriteAsync(session => _recorder.Record(session, batch), cancellationToken);
    }

    public async ValueTask PostponeAsync(
        IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveries);

        await writer.WriteAsync(session => _ordered.Postpone(session, deliveries, until), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return writer.WriteAsync(session => _coalescer.Coalesce(session, request), cancellationToken);
    }
}
