using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Outbox;

/// <summary>Says of an event that could not be stored which one was there before it.</summary>
internal sealed class ExistingEvents(OutboxSql sql)
{
    /// <summary>Answers null where its key was in the way and is free now: the event may be stored.</summary>
    public async Task<AppendedEvent?> FindAsync(SqlSession session, WebhookEvent item, DateTimeOffset? keysTakenSince, CancellationToken cancellationToken)
    {
        var byId = new SqlValues().Key("@id", item.Id.Value);
        if (await session.ReadNumberAsync(sql.CountById, byId, cancellationToken).ConfigureAwait(false) > 0)
        {
            return new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Duplicate };
        }

        var byKey = new SqlValues().Owner("@owner", item.Owner).Text("@idempotencyKey", item.IdempotencyKey, SqlValues.IdempotencyKeySize);
        var found = (await session.QueryAsync<ExistingEvent>(sql.FindByKey, byKey, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        if (found is null && keysTakenSince is not null)
        {
            // Somebody else has just set it free.
            return null;
        }

        if (found is null)
        {
            // It was removed in between, or stands behind the snapshot that the host's transaction reads.
            throw new WebhookStoreException(
                $"Event {item.Id} was neither stored nor found: another transaction has changed what this one can see. Try again in a new "
                + "transaction.",
                isTransient: true);
        }

        if (UtcTime.ToMoment(found.CreatedAt) < keysTakenSince)
        {
            var release = new SqlValues().Key("@id", BinaryKey.ToGuid(found.Id)).Text("@idempotencyKey", item.IdempotencyKey, SqlValues.IdempotencyKeySize);
            await session.ExecuteAsync(sql.ReleaseKey, release, cancellationToken).ConfigureAwait(false);
            return null;
        }

        // A payload kept elsewhere is an empty one here: where both are, their types alone are compared.
        var isSame = found.Type == item.Type && found.ContentType == item.ContentType && found.Payload.AsSpan().SequenceEqual(item.Payload.Span);
        return new AppendedEvent
        {
            Id = new EventId(BinaryKey.ToGuid(found.Id)),
            Outcome = isSame ? AppendOutcome.Duplicate : AppendOutcome.Conflict,
        };
    }

    private sealed class ExistingEvent
    {
        public required byte[] Id { get; init; }

        public required string Type { get; init; }

        public required string ContentType { get; init; }

        public required byte[] Payload { get; init; }

        public required DateTime CreatedAt { get; init; }
    }
}
