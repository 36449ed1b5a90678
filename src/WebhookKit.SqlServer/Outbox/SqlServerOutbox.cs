using Microsoft.Data.SqlClient;
using WebhookKit.Relational.Outbox;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Outbox;

internal sealed class SqlServerOutbox : IOutboxStore
{
    private readonly SqlServerDatabase _database;
    private readonly OutboxSql _sql;
    private readonly EventAppender _appender;
    private readonly ExistingEvents _existing;

    public SqlServerOutbox(SqlServerDatabase database)
    {
        _database = database;
        _sql = new OutboxSql(database.Tables);
        _appender = new EventAppender(database.Tables);
        _existing = new ExistingEvents(_sql);
    }

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AppendResult>(cancellationToken);
        }

        if (request.Transaction is { } transaction)
        {
            var session = HostTransaction.Check(transaction, _database);
            return _database.ExplainAsync(() => AppendWithinAsync(session, request, cancellationToken), cancellationToken);
        }

        if (_database.JoinsAmbientTransaction)
        {
            return _database.RunAsync((session, token) => AppendWithinAsync(session, request, token), cancellationToken);
        }

        return AppendedTogether.MayBeUndone(request.Events)
            ? AppendTogetherAsync(request, cancellationToken)
            : _database.RunAsync((session, token) => AppendAsync(session, _sql.Append, request, token), cancellationToken);
    }

    private async ValueTask<AppendResult> AppendTogetherAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var result = await _database.TransactAsync(
            (session, token) => AppendAsync(session, _sql.AppendWithin, request, token),
            result => !AppendedTogether.HasConflict(result),
            cancellationToken).ConfigureAwait(false);
        return AppendedTogether.HasConflict(result) ? AppendedTogether.Undone(result) : result;
    }

    /// <summary>Inside a transaction that goes on, whatever the outcome.</summary>
    private async Task<AppendResult> AppendWithinAsync(SqlSession session, AppendRequest request, CancellationToken cancellationToken)
    {
        var sql = AppendedTogether.MayBeUndone(request.Events) ? _sql.AppendUndoably : _sql.AppendWithin;
        AppendResult result;
        try
        {
            result = await AppendAsync(session, sql, request, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception) when (IsDuplicate(exception) && session.GoesOn)
        {
            // Somebody else has added the same in between, and committed. Nothing of ours was stored.
            result = await AppendAgainAsync(session, sql, request, cancellationToken).ConfigureAwait(false);
        }

        if (!AppendedTogether.HasConflict(result) || !AppendedTogether.MayBeUndone(request.Events))
        {
            return result;
        }

        await session.ExecuteAsync(_sql.Undo, null, cancellationToken).ConfigureAwait(false);
        return AppendedTogether.Undone(result);
    }

    private async Task<AppendResult> AppendAgainAsync(
        SqlSession session, string sql, AppendRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await AppendAsync(session, sql, request, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException exception) when (IsDuplicate(exception))
        {
            throw new WebhookStoreException(
                "Another transaction holds the id or the idempotency key of an event, and this one cannot see it: its isolation level shows "
                + "the database as it was when it began. Try again in a new transaction.",
                isTransient: true,
                exception);
        }
    }

    private static bool IsDuplicate(SqlException exception) => SqlServerFaults.Classify(exception) == SqlServerFault.DuplicateKey;

    private async Task<AppendResult> AppendAsync(SqlSession session, string sql, AppendRequest request, CancellationToken cancellationToken)
    {
        var events = request.Events;
        var stored = await _appender.AppendAsync(session, sql, events, cancellationToken).ConfigureAwait(false);
        var appended = new AppendedEvent[events.Count];
        for (var i = 0; i < appended.Length; i++)
        {
            // Removed, so that the same id twice in one request is stored once and a duplicate the second time.
            appended[i] = stored.Remove(events[i].Id, out var endpoints)
                ? new AppendedEvent { Id = events[i].Id, Outcome = AppendOutcome.Stored, Endpoints = endpoints }
                : await FindOrAppendAsync(session, sql, events[i], request.KeysTakenSince, cancellationToken).ConfigureAwait(false);
        }

        return new AppendResult { Events = appended };
    }

    private async Task<AppendedEvent> FindOrAppendAsync(
        SqlSession session, string sql, WebhookEvent item, DateTimeOffset? keysTakenSince, CancellationToken cancellationToken)
    {
        if (await _existing.FindAsync(session, item, keysTakenSince, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }

        // Not the text that sets a savepoint: going back would then lead only to here.
        var again = sql == _sql.Append ? sql : _sql.AppendWithin;
        try
        {
            var stored = await _appender.AppendAsync(session, again, [item], cancellationToken).ConfigureAwait(false);
            if (stored.TryGetValue(item.Id, out var endpoints))
            {
                return new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Stored, Endpoints = endpoints };
            }
        }
        catch (SqlException exception) when (IsDuplicate(exception) && session.GoesOn)
        {
            // As below, in the same moment.
        }

        // Somebody else has taken the key that was free.
        return (await _existing.FindAsync(session, item, keysTakenSince: null, cancellationToken).ConfigureAwait(false))!;
    }
}
