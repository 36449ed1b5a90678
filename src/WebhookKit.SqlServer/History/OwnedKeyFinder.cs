using WebhookKit.Relational.History;
using WebhookKit.SqlServer.Connections;
using WebhookKit.SqlServer.Values;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

/// <summary>Finds the keys of an owner's deliveries: the ids of its events, and the keys of what repeats them.</summary>
internal sealed class OwnedKeyFinder(SqlServerTables tables)
{
    private readonly OwnedListSql _sql = new(tables);

    /// <summary>Answers null where it takes no less than to walk all deliveries.</summary>
    public async Task<OwnedKeys?> FindAsync(SqlSession session, DeliveryListQuery query, CancellationToken cancellationToken)
    {
        var (events, replays) = await ReadKeysAsync(
            session, query.Owner, OwnedList.BelowOfEvents(query), OwnedList.MostEvents + 1, cancellationToken).ConfigureAwait(false);
        if (events.Count <= OwnedList.MostEvents)
        {
            return new OwnedKeys(events.Concat(replays).ToHashSet(), IsComplete: true);
        }

        var below = OwnedList.Below(query);
        var (newest, _) = await ReadKeysAsync(session, query.Owner, below, OwnedList.NewestEvents, cancellationToken).ConfigureAwait(false);
        var lowest = newest.DefaultIfEmpty(below).Min();
        var values = new SqlValues()
            .Owner("@owner", query.Owner)
            .Key("@lowest", lowest)
            .Key("@below", below)
            .Int("@most", OwnedList.MostReplays + 1);
        return await ReadReplaysAsync(session, values, cancellationToken).ConfigureAwait(false) is { } owned
            ? new OwnedKeys(newest.Concat(owned).ToHashSet(), OwnedList.BeginsAt(query, lowest))
            : null;
    }

    private async Task<(List<Guid> Events, List<Guid> Replays)> ReadKeysAsync(
        SqlSession session, string? owner, Guid below, int most, CancellationToken cancellationToken)
    {
        var values = new SqlValues().Owner("@owner", owner).Key("@below", below).Int("@most", most);
        var reader = await session.ReadAsync(_sql.FindKeys, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        var (events, replays) = (new List<Guid>(), new List<Guid>());
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            events.Add(reader.GetKey(0));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            replays.Add(reader.GetKey(0));
        }

        return (events, replays);
    }

    private async Task<List<Guid>?> ReadReplaysAsync(SqlSession session, SqlValues values, CancellationToken cancellationToken)
    {
        var reader = await session.ReadAsync(_sql.FindReplays, values, cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        var (owned, count) = (new List<Guid>(), 0);
        for (; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); count++)
        {
            if (reader.GetInt32(1) == 1)
            {
                owned.Add(reader.GetKey(0));
            }
        }

        return count > OwnedList.MostReplays ? null : owned;
    }
}
