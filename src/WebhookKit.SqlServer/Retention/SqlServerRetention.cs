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
                var deliveries = await PurgeDeliveriesAsync(session, request, token).ConfigureAwait(false);
                var events = await PurgeEventsAsync(session, request, token).ConfigureAwait(false);
                return new PurgeResult
                {
                    Deliveries = deliveries,
                    Events = events,
                    HasMore = deliveries == request.Limit || events == request.Limit,
                };
            },
            cancellationToken);
    }

    private Task<int> PurgeDeliveriesAsync(SqlSession session, PurgeRequest request, CancellationToken cancellationToken)
    {
        // Nothing is older than the beginning of time.
        var values = new SqlValues()
            .Int("@limit", request.Limit)
            .Key("@endedKey", KeyOf(request.EndedBefore))
            .Moment("@endedBefore", request.EndedBefore ?? DateTimeOffset.MinValue)
            .Key("@deadKey", KeyOf(request.DeadBefore))
            .Moment("@deadBefore", request.DeadBefore ?? DateTimeOffset.MinValue);
        return session.ReadNumberAsync(_sql.PurgeDeliveries, values, cancellationToken);
    }

    private Task<int> PurgeEventsAsync(SqlSession session, PurgeRequest request, CancellationToken cancellationToken)
    {
        if (Later(request.EndedBefore, request.DeadBefore) is not { } before)
        {
            return Task.FromResult(0);
        }

        var values = new SqlValues().Int("@limit", request.Limit).Key("@key", KeyOf(before)).Moment("@before", before);
        return session.ReadNumberAsync(_sql.PurgeEvents, values, cancellationToken);
    }

    private static Guid KeyOf(DateTimeOffset? before) => before is { } moment ? TimeKey.AboveAllAt(moment) : Guid.Empty;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}
