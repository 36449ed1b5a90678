using System.Data;
using Dapper;
using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Outbox;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Outbox;

internal sealed class PostgreSqlOutbox(PostgreSqlDatabase database) : IOutboxStore
{
    private const string Save = "webhook_append";

    private readonly EventAppender _appender = new(database.Tables);
    private readonly ExistingEvents _existing = new(database.Tables);

    public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AppendResult>(cancellationToken);
        }

        if (request.Transaction is { } transaction)
        {
            return AppendWithinAsync(HostTransaction.Check(transaction, database), request, cancellationToken);
        }

        return AppendedTogether.MayBeUndone(request.Events)
            ? AppendTogetherAsync(request, cancellationToken)
            : database.RunAsync((connection, token) => AppendAllAsync(connection, request, token), cancellationToken);
    }

    private ValueTask<AppendResult> AppendTogetherAsync(AppendRequest request, CancellationToken cancellationToken) =>
        database.JoinsAmbientTransaction
            ? database.RunAsync((connection, token) => AppendOrUndoAsync(connection, request, token), cancellationToken)
            : AppendAloneAsync(request, cancellationToken);

    private ValueTask<AppendResult> AppendAloneAsync(AppendRequest request, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
                await using var transactionDisposal = transaction.ConfigureAwait(false);
                var result = await AppendAllAsync(connection, request, token).ConfigureAwait(false);
                if (AppendedTogether.HasConflict(result))
                {
                    await transaction.RollbackAsync(token).ConfigureAwait(false);
                    return AppendedTogether.Undone(result);
                }

                await transaction.CommitAsync(token).ConfigureAwait(false);
                return result;
            },
            cancellationToken);

    private async ValueTask<AppendResult> AppendWithinAsync(
        NpgsqlTransaction transaction, AppendRequest request, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        try
        {
            return AppendedTogether.MayBeUndone(request.Events)
                ? await AppendOrUndoAsync(connection, request, cancellationToken).ConfigureAwait(false)
                : await AppendAllAsync(connection, request, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw database.Explain(exception);
        }
    }

    /// <summary>Inside a transaction that goes on, whatever the outcome.</summary>
    private async Task<AppendResult> AppendOrUndoAsync(NpgsqlConnection connection, AppendRequest request, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition($"SAVEPOINT {Save}", cancellationToken: cancellationToken)).ConfigureAwait(false);
        var result = await AppendAllAsync(connection, request, cancellationToken).ConfigureAwait(false);
        var end = AppendedTogether.HasConflict(result) ? $"ROLLBACK TO SAVEPOINT {Save}; RELEASE SAVEPOINT {Save}" : $"RELEASE SAVEPOINT {Save}";
        await connection.ExecuteAsync(new CommandDefinition(end, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return AppendedTogether.HasConflict(result) ? AppendedTogether.Undone(result) : result;
    }

    private async Task<AppendResult> AppendAllAsync(NpgsqlConnection connection, AppendRequest request, CancellationToken cancellationToken)
    {
        var events = request.Events;
        var stored = await _appender.AppendAsync(connection, events, request.AreNew, database.Prepares, cancellationToken).ConfigureAwait(false);
        var appended = new AppendedEvent[events.Count];
        for (var i = 0; i < appended.Length; i++)
        {
            // Removed, so that the same id twice in one request is stored once and a duplicate the second time.
            appended[i] = stored.Remove(events[i].Id, out var endpoints)
                ? new AppendedEvent { Id = events[i].Id, Outcome = AppendOutcome.Stored, Endpoints = endpoints }
                : await FindOrAppendAsync(connection, events[i], request.KeysTakenSince, cancellationToken).ConfigureAwait(false);
        }

        return new AppendResult { Events = appended };
    }

    private async Task<AppendedEvent> FindOrAppendAsync(
        NpgsqlConnection connection, WebhookEvent item, DateTimeOffset? keysTakenSince, CancellationToken cancellationToken)
    {
        if (await _existing.FindAsync(connection, item, keysTakenSince, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }

        var stored = await _appender.AppendAsync(connection, [item], areNew: false, database.Prepares, cancellationToken).ConfigureAwait(false);
        return stored.TryGetValue(item.Id, out var endpoints)
            ? new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Stored, Endpoints = endpoints }

            // Somebody else has taken the key that was free.
            : (await _existing.FindAsync(connection, item, keysTakenSince: null, cancellationToken).ConfigureAwait(false))!;
    }
}
