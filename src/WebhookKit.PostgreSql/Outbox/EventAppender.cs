using Npgsql;
using WebhookKit.PostgreSql.Connections;
using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Outbox;
using WebhookKit.Relational.Values;

namespace WebhookKit.PostgreSql.Outbox;

/// <summary>Stores events and fans them out, in one statement, inside whatever transaction is open on the connection.</summary>
internal sealed class EventAppender(PostgreSqlTables tables)
{
    // An endpoint that matches by several patterns is queued once. What conflicts with an event that is there is passed over,
    // its fan-out with it. A publisher whose clock is ahead does not make its deliveries wait: they are due when this statement came in.
    private readonly string _append = Append(tables, Unless);

    // Most events are new, and being ready for conflicts is a seventh of what storing them costs the server. Most ask for nothing, and
    // have statements of their own that carry nothing for it.
    private readonly string _appendNew = Append(tables, conflicts: "");
    private readonly string _appendWithOptions = AppendWithOptions(tables, Unless);
    private readonly string _appendNewWithOptions = AppendWithOptions(tables, conflicts: "");

    private const string Unless = "ON CONFLICT DO NOTHING";
    private const string AtOnce = "LEAST(added.created_at, statement_timestamp())";

    /// <summary>Answers the endpoints of every event that was stored; those that are missing were there before.</summary>
    public async Task<Dictionary<EventId, List<EndpointId>>> AppendAsync(
        NpgsqlConnection connection, IReadOnlyList<WebhookEvent> events, bool areNew, bool prepares, CancellationToken cancellationToken)
    {
        var hasOptions = events.Any(item => item is not { DeliverAt: null, ExpiresAt: null, Retry: null, Endpoints: null, OrderingKey: null, CoalescingKey: null });
        var sql = (hasOptions, areNew) switch
        {
            (false, true) => _appendNew,
            (false, false) => _append,
            (true, true) => _appendNewWithOptions,
            (true, false) => _appendWithOptions,
        };
        var command = new NpgsqlCommand(sql, connection);
        await using var commandDisposal = command.ConfigureAwait(false);
        AddEvents(command.Parameters, events);
        AddPatterns(command.Parameters, events);
        if (hasOptions)
        {
            AddOptions(command.Parameters, events);
        }

        if (prepares)
        {
            await PrepareAsync(command, cancellationToken).ConfigureAwait(false);
        }

        var stored = new Dictionary<EventId, List<EndpointId>>(events.Count);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var id = new EventId(reader.GetFieldValue<Guid>(0));
            if (!stored.TryGetValue(id, out var endpoints))
            {
                stored.Add(id, endpoints = []);
            }

            if (!reader.IsDBNull(1))
            {
                endpoints.Add(new EndpointId(reader.GetInt64(1)));
            }
        }

        return stored;
    }

    private static string Append(PostgreSqlTables tables, string conflicts) =>
        Append(tables, conflicts, columns: "", values: "", dueAt: AtOnce, orderingKey: "NULL", coalescingKey: "NULL", chosen: "");

    private static string AppendWithOptions(PostgreSqlTables tables, string conflicts) => Append(
        tables,
        conflicts,
        columns: ", deliver_at, options",
        values: ", $13, $14",
        dueAt: $"GREATEST(added.deliver_at, {AtOnce})",
        orderingKey: "chosen.ordering_key",
        coalescingKey: "chosen.coalescing_key",
        chosen: """
            JOIN unnest($1, $15, $16, $17) AS chosen (id, endpoints, ordering_key, coalescing_key) ON chosen.id = added.id
                AND (chosen.endpoints IS NULL OR strpos(chosen.endpoints, ',' || subscription.endpoint_id || ',') > 0)
            """);

    private static string Append(PostgreSqlTables tables, string conflicts, string columns, string values, string dueAt, string orderingKey, string coalescingKey, string chosen) => $"""
        WITH added AS (
            INSERT INTO {tables.Events}
                (id, created_at, type, owner, content_type, idempotency_key, trace_parent, metadata, payload_reference, payload{columns})
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10{values})
            {conflicts}
            RETURNING id, created_at, type, owner, deliver_at
        ), queued AS (
            INSERT INTO {tables.Queue} (key, endpoint_id, due_at, attempts, ordering_key, coalescing_key, queued_at)
            SELECT DISTINCT added.id, subscription.endpoint_id, {dueAt}, 0,
                {OrderingColumns.KeyOf("subscription.ordering", orderingKey)}, {coalescingKey},
                CASE WHEN subscription.ordering > {OrderingColumns.None} OR {coalescingKey} IS NOT NULL THEN statement_timestamp() END
            FROM added
            JOIN unnest($11, $12) AS listened (type, pattern) ON listened.type = added.type
            JOIN {tables.Subscriptions} AS subscription ON subscription.owner = added.owner AND subscription.pattern = listened.pattern
            {chosen}
            RETURNING key, endpoint_id
        )
        SELECT id, NULL AS endpoint_id FROM added UNION ALL SELECT key, endpoint_id FROM queued
        """;

    private static async Task PrepareAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            // The host's own connection is a multiplexed one, which prepares nothing. Nothing was sent yet.
        }
    }

    private static void AddEvents(NpgsqlParameterCollection parameters, IReadOnlyList<WebhookEvent> events)
    {
        parameters.AddTyped(Column(events, item => item.Id.Value));
        parameters.AddTyped(Column(events, item => item.CreatedAt.ToColumn()));
        parameters.AddTyped(Column(events, item => item.Type));
        parameters.AddTyped(Column(events, item => item.Owner));
        parameters.AddTyped(Column(events, item => item.ContentType));
        parameters.AddTyped(Column(events, item => item.IdempotencyKey));
        parameters.AddTyped(Column(events, item => item.TraceParent));
        parameters.AddTyped(Column(events, item => JsonColumns.Write(item.Metadata)));
        parameters.AddTyped(Column(events, item => item.PayloadReference));
        parameters.AddTyped(Column(events, item => item.Payload));
    }

    private static void AddOptions(NpgsqlParameterCollection parameters, IReadOnlyList<WebhookEvent> events)
    {
        parameters.AddTyped(Column(events, item => item.DeliverAt.ToColumn()));
        parameters.AddTyped(Column(events, JsonColumns.WriteOptions));
        parameters.AddTyped(Column(events, item => EndpointList.Write(item.Endpoints)));
        parameters.AddTyped(Column(events, item => item.OrderingKey));
        parameters.AddTyped(Column(events, item => item.CoalescingKey));
    }

    private static void AddPatterns(NpgsqlParameterCollection parameters, IReadOnlyList<WebhookEvent> events)
    {
        var types = new List<string>();
        var patterns = new List<string>();
        foreach (var type in events.Select(item => item.Type).Distinct())
        {
            foreach (var pattern in EventTypePattern.PatternsFor(type))
            {
                types.Add(type);
                patterns.Add(pattern);
            }
        }

        parameters.AddTyped(types);
        parameters.AddTyped(patterns);
    }

    private static T[] Column<T>(IReadOnlyList<WebhookEvent> events, Func<WebhookEvent, T> read)
    {
        var column = new T[events.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = read(events[i]);
        }

        return column;
    }
}
