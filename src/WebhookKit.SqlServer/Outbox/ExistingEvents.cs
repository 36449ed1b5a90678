using WebhookKit.Relational.Values;
using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Outbox;

/// <summary>Says of an event that could not be stored which one was there before it.</summary>
internal sealed class ExistingEvents(OutboxSql sql)
{
    public async Task<AppendedEvent> FindAsync(SqlSession session, WebhookEvent item, CancellationToken cancellationToken)
    {
        var byId = new SqlValues().Key("@id", item.Id.Value);
        if (await session.ReadNumberAsync(sql.CountById, byId, cancellationToken).ConfigureAwait(false) > 0)
        {
            return new AppendedEvent { Id = item.Id, Outcome = AppendOutcome.Duplicate };
        }

        var byKey = new SqlValues().Owner("@owner", item.Owner).Text("@idempotencyKey", item.IdempotencyKey, SqlValues.IdempotencyKeySize);
        var found = (await session.QueryAsync<ExistingEvent>(sql.FindByKey, byKey, cancellationToken).ConfigureAwait(false)).SingleOrDefault()

            // It was removed in between, or stands behind the snapshot that the host's transaction reads.
            ?? throw new WebhookStoreException(
                $"Event {item.Id} was neither stored nor found: another transaction has changed what this one can see. Try again in a new "
                + "transaction.",
                isTransient: true);

        // A payload kept elsewhere is an empty one here: where both are, their types alone are compared.
        var isSame = found.Type == item.Type && found.Payload.AsSpan().SequenceEqual(item.Payload.Span);
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

        public required byte[] Payload { get; init; }
    }
}
