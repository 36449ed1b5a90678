using WebhookKit.Relational.Columns;
using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Outbox;

/// <summary>The statements that store events and fan them out.</summary>
internal sealed class OutboxSql(SqlServerTables tables)
{
    /// <summary>
    /// What is there already is passed over. What another transaction is adding meanwhile is waited for, and then refused as a
    /// duplicate key; the text is then run again.
    /// </summary>
    private readonly string _add = $"""
        INSERT INTO {tables.Events}
            (id, created_at, type, owner, content_type, idempotency_key, trace_parent, metadata, payload_reference, deliver_at, options, payload)
        OUTPUT inserted.id INTO @added (id)
        SELECT new.id, new.created_at, new.type, new.owner, new.content_type, new.idempotency_key, new.trace_parent, new.metadata,
               new.payload_reference, new.deliver_at, new.options, new.payload
        FROM @events AS new
        WHERE NOT EXISTS (SELECT 1 FROM {tables.Events} AS known {SqlServerTables.Seek} WHERE known.id = new.id)
            AND NOT EXISTS (
                SELECT 1 FROM {tables.Events} AS known
                WHERE known.owner = new.owner AND known.idempotency_key = new.idempotency_key AND known.idempotency_key IS NOT NULL);
        """;

    // An endpoint that matches by several patterns is queued once. A publisher whose clock is ahead does not make its deliveries
    // wait: they are due when this statement came in.
    private readonly string _fanOut = $"""
        INSERT INTO {tables.Queue} ([key], endpoint_id, due_at, attempts, ordering_key, coalescing_key, queued_at)
        OUTPUT inserted.[key], inserted.endpoint_id
        SELECT DISTINCT new.id, subscription.endpoint_id,
               CASE WHEN new.deliver_at > @now THEN new.deliver_at WHEN new.created_at < @now THEN new.created_at ELSE @now END, 0,
               {OrderingColumns.KeyOf("subscription.ordering", "new.ordering_key")}, new.coalescing_key,
               CASE WHEN subscription.ordering > {OrderingColumns.None} OR new.coalescing_key IS NOT NULL THEN @now ELSE NULL END
        FROM @added AS added
        JOIN @events AS new ON new.id = added.id
        JOIN @patterns AS listened ON listened.type = new.type
        JOIN {tables.Subscriptions} AS subscription ON subscription.owner = new.owner AND subscription.pattern = listened.pattern
        WHERE new.endpoints IS NULL OR CHARINDEX(CONCAT(',', subscription.endpoint_id, ','), new.endpoints) > 0;
        """;

    private const string Declare = """
        DECLARE @now datetime2(7) = SYSUTCDATETIME();
        DECLARE @added TABLE (id binary(16) NOT NULL PRIMARY KEY);
        """;

    private const string Answer = "SELECT id FROM @added;";

    /// <summary>
    /// In a transaction of its own. Parameters: <c>@events</c>, <c>@patterns</c>. Answers the rows queued, and then the events stored.
    /// </summary>
    public string Append => $"""
        {SqlBatch.Begin}
        {Declare}
        {_add}
        {_fanOut}
        {SqlBatch.Commit}
        {Answer}
        """;

    /// <summary>
    /// Inside the transaction that is open on the connection. A duplicate key must not end that transaction; but what is stored
    /// without its deliveries must never be committed, so that from there on any error ends it.
    /// </summary>
    public string AppendWithin => $"""
        SET NOCOUNT ON;
        SET XACT_ABORT OFF;
        {Declare}
        {_add}
        SET XACT_ABORT ON;
        {_fanOut}
        {Answer}
        """;

    /// <summary>The same, so that <see cref="Undo"/> can take it back.</summary>
    public string AppendUndoably => $"""
        SAVE TRANSACTION webhook_append;
        {AppendWithin}
        """;

    public string Undo { get; } = "ROLLBACK TRANSACTION webhook_append;";

    /// <summary>Parameter: <c>@id</c>.</summary>
    public string CountById { get; } = $"SELECT COUNT(*) FROM {tables.Events} WHERE id = @id;";

    /// <summary>Parameters: <c>@owner</c>, <c>@idempotencyKey</c>.</summary>
    public string FindByKey { get; } = $"""
        SELECT id AS Id, type AS Type, content_type AS ContentType, payload AS Payload, created_at AS CreatedAt
        FROM {tables.Events}
        WHERE owner = @owner AND idempotency_key = @idempotencyKey;
        """;

    /// <summary>The key of an event becomes free. Parameters: <c>@id</c>, <c>@idempotencyKey</c>.</summary>
    public string ReleaseKey { get; } = $"UPDATE {tables.Events} SET idempotency_key = NULL WHERE id = @id AND idempotency_key = @idempotencyKey;";
}
