using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Retention;

internal sealed class SqlServerRetention(SqlServerDatabase database) : IRetentionStore
{
    private readonly RetentionSql _sql = new(database.Tables);

    public ValueTask<PurgeResult> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return database.RunAsync(
            async (session, token) =>
            {
                if (PurgeWindow.EndOf(request) is not { } end)
                {
                    return default(PurgeWindow).Conclude(request, deliveries: 0, events: 0);
                }

                var window = await FindWindowAsync(session, request, end, token).ConfigureAwait(false);
                var deliveries = await PurgeDeliveriesAsync(session, request, window, token).ConfigureAwait(false);
                var events = await PurgeEventsAsync(session, request, window, token).ConfigureAwait(false);
                if (PurgeWindow.EventsBefore(request) is { } before)
                {
                    var values = new SqlValues().Moment("@before", before).Int("@limit", request.Limit);
                    await session.ExecuteAsync(_sql.PurgeSequences, values, token).ConfigureAwait(false);
                }

                return window.Conclude(request, deliveries, events);
            },
            cancellationToken);
    }

    private async Task<PurgeWindow> FindWindowAsync(SqlSession session, PurgeRequest request, Guid end, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Key("@from", request.From).Key("@end", end).Int("@limit", request.Limit);
        var edge = await session.QueryAsync<byte[]>(_sql.FindEdge, values, cancellationToken).ConfigureAwait(false);
        return new PurgeWindow(request.From, edge.Count == 0 ? null : BinaryKey.ToGuid(edge[0]));
    }

    private Task<int> PurgeDeliveriesAsync(SqlSession session, PurgeRequest request, PurgeWindow window, CancellationToken cancellationToken)
    {
        // Nothing is older than the beginning of time.
        var values = new SqlValues()
            .Int("@limit", request.Limit)
            .Key("@from", window.From)
            .Key("@endedKey", window.Below(request.EndedBefore))
            .Moment("@endedBefore", request.EndedBefore ?? DateTimeOffset.MinValue)
            .Key("@deadKey", window.Below(request.DeadBefore))
            .Moment("@deadBefore", request.DeadBefore ?? DateTimeOffset.MinValue);
        return session.ReadNumberAsync(_sql.PurgeDeliveries, values, cancellationToken);
    }

    private Task<int> PurgeEventsAsync(SqlSession session, PurgeRequest request, PurgeWindow window, CancellationToken cancellationToken)
    {
        var before = PurgeWindow.EventsBefore(request);
        var values = new SqlValues().Key("@from", window.From).Key("@below", window.Below(before)).Moment("@before", before);
        return session.ReadNumberAsync(_sql.PurgeEvents, values, cancellationToken);
    }
}
