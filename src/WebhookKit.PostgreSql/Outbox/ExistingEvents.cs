using Dapper;
using Npgsql;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Outbox;

/// <summary>Says of an event that could not be stored which one was there before it.</summary>
internal sealed class ExistingEvents(PostgreSqlTables tables)
{
    private readonly string _findById = $"SELECT COUNT(*) FROM {tables.Events} WHERE id = @id";

    // A payload kept elsewhere is an empty one here: where both are, their types alone are compared.
    private readonly string _findByKey = $"""
        SELECT id AS Id, type = @type AND content_type = @contentType AND payload = @payload AS IsSame,
               COALESCE(created_at < @keysTakenSince, FALSE) AS IsOver
        FROM {tables.Events}
        WHERE owner = @owner AND idempotency_key = @key
        """;

    private readonly string _release = $"UPDATE {tables.Events} SET idempotency_key = NULL WHERE id = @id AND idempotency_key = @key";

    /// <summary>Answers null where its key was in the way and is free now: the event may be stored.</summary>
    public async Task<AppendedEvent?> FindAsync(
        NpgsqlConnection connection, WebhookEvent item, DateTimeOffset? keysTakenSince, CancellationToken cancellationToken)
    {
        var byId = new CommandDefinition(_findById, new { id = item.Id.Value }, cancellationToken: cancellationToken);
        if (await connection.ExecuteScalarAsync<long>(byId).ConfigureAwait(false) > 0)
        {
            return new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Duplicate };
        }

        var byKey = new CommandDefinition(
            _findByKey,
            new
            {
                type = item.Type,
                contentType = item.ContentType,
                payload = item.Payload.ToArray(),
                owner = item.Owner,
                key = item.IdempotencyKey,
                keysTakenSince = keysTakenSince.ToColumn(),
            },
            cancellationToken: cancellationToken);
        var found = await connection.QuerySingleOrDefaultAsync<ExistingEvent>(byKey).ConfigureAwait(false);
        if (found is null && keysTakenSince is not null)
        {
            // Somebody else has just set it free.
            return null;
        }

        if (found is null)
        {
            // The transaction that was in the way had not yet been seen when this one began to look.
            throw new WebhookStoreException(
                $"Another transaction holds the idempotency key of event {item.Id}, and this one cannot see it: its isolation level "
                + "shows the database as it was when it began. Try again in a new transaction.",
                isTransient: true);
        }

        if (found.IsOver)
        {
            var release = new CommandDefinition(_release, new { id = found.Id, key = item.IdempotencyKey }, cancellationToken: cancellationToken);
            await connection.ExecuteAsync(release).ConfigureAwait(false);
            return null;
        }

        return new AppendedEvent
        {
            Id = new EventId(found.Id),
            Outcome = found.IsSame ? AppendOutcome.Duplicate : AppendOutcome.Conflict,
        };
    }

    private sealed record ExistingEvent(Guid Id, bool IsSame, bool IsOver);
}
