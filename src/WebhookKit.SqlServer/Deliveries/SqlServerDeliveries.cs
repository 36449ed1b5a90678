using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

internal sealed class SqlServerDeliveries : IDeliveryStore
{
    private readonly SqlServerDatabase _database;
    private readonly OrderSql _order;
    private readonly LaneFinder _finder;
    private readonly LaneReader _reader;
    private readonly OutcomeRecorder _recorder;
    private readonly DeliveryCoalescer _coalescer;

    public SqlServerDeliveries(SqlServerDatabase database)
    {
        var sql = new DeliverySql(database.Tables);
        _database = database;
        _order = new OrderSql(database.Tables);
        _finder = new LaneFinder(database.Tables, sql);
        _reader = new LaneReader(database.Tables, sql);
        _recorder = new OutcomeRecorder(database.Tables, sql);
        _coalescer = new DeliveryCoalescer(database.Tables);
    }

    public ValueTask<LaneSearchResult> FindLanesAsync(LaneSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);

        return _database.RunAsync((session, token) => _finder.FindAsync(session, search, token), cancellationToken);
    }

    public ValueTask<LaneReadResult> ReadLanesAsync(LaneRead read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);

        return _database.RunAsync((session, token) => _reader.ReadAsync(session, read, token), cancellationToken);
    }

    public ValueTask<RecordResult> RecordAsync(OutcomeBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);

        return _database.RunAsync((session, token) => _recorder.RecordAsync(session, batch.Outcomes, token), cancellationToken);
    }

    public async ValueTask PostponeAsync(
        IReadOnlyCollection<DeliveryId> deliveries, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        if (deliveries.Count == 0)
        {
            return;
        }

        await _database.RunAsync(
            (session, token) =>
            {
                var values = new SqlValues().Rows("@deliveries", _database.Tables.DeliveryRows, DeliveryRows.Of(deliveries)).Moment("@until", until);
                return session.ReadNumberAsync(_order.Postpone, values, token);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CoalesceResult> CoalesceAsync(CoalesceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return _database.RunAsync((session, token) => _coalescer.CoalesceAsync(session, request, token), cancellationToken);
    }
}
