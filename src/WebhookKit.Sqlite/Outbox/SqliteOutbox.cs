using System.Data.Common;
using Microsoft.Data.Sqlite;
using WebhookKit.Relational.Outbox;
using WebhookKit.Sqlite.Connections;
using WebhookKit.Storage;

namespace WebhookKit.Sqlite.Outbox;

internal sealed class SqliteOutbox(SqliteDatabase database, SqliteWriter writer) : IOutboxStore
{
    private const string Save = "SAVEPOINT webhook_append";
    private const string Undo = "ROLLBACK TO webhook_append";
    private const string Release = "RELEASE webhook_append";

    private readonly EventAppender _appender = new(database.Tables);

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AppendResult>(cancellationToken);
        }

        return request.Transaction is null
            ? writer.WriteAsync(session => AppendOwn(session, request), cancellationToken)
            : AppendWithin(request.Transaction, request);
    }

    private AppendResult AppendOwn(SqliteSession session, AppendRequest request) =>
        request.Events.Count == 1
            ? new AppendResult { Events = [_appender.Append(session, request.Events[0], request.KeysTakenSince)] }
            : AppendAll(session, request);

    /// <summary>On the caller's thread, because the connection is the caller's, and SQLite has no asynchronous calls.</summary>
    private ValueTask<AppendResult> AppendWithin(DbTransaction transaction, AppendRequest request)
    {
        try
        {
            using var session = SqliteSession.Within(HostTransaction.ConnectionOf(transaction, database));
            return ValueTask.FromResult(AppendAll(session, request));
        }
        catch (SqliteException exception)
        {
            return ValueTask.FromException<AppendResult>(database.Explain(exception));
        }
    }

    private AppendResult AppendAll(SqliteSession session, AppendRequest request)
    {
        var events = request.Events;
        var appended = new AppendedEvent[events.Count];
        var isKept = false;

        session.Execute(Save);
        try
        {
            for (var i = 0; i < appended.Length; i++)
            {
                appended[i] = _appender.Append(session, events[i], request.KeysTakenSince);
            }

            isKept = Array.TrueForAll(appended, one => one.Outcome != AppendOutcome.Conflict);
        }
        finally
        {
            // Where SQLite itself has ended the transaction, there is nothing left to go back to.
            if (!isKept && IsInTransaction(session))
            {
                session.Execute(Undo);
            }

            if (IsInTransaction(session))
            {
                session.Execute(Release);
            }
        }

        var result = new AppendResult { Events = appended };
        return isKept ? result : AppendedTogether.Undone(result);
    }

    private static bool IsInTransaction(SqliteSession session) =>
        SQLitePCL.raw.sqlite3_get_autocommit(session.Connection.Handle) == 0;
}
