using WebhookKit.SqlServer.Connections;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Deliveries;

/// <summary>The statements of the hot path. What is not committed yet is passed over, and nothing waits for it.</summary>
internal sealed class DeliverySql(SqlServerTables tables)
{
    private const string IsTheSame = "queued.[key] = outcome.[key] AND queued.endpoint_id = outcome.endpoint_id AND queued.attempts = outcome.number - 1";

    private const string AttemptColumns = """
        [key], endpoint_id, number, epoch, started_at, duration, succeeded_at, filtered_at, next_attempt_at, outcome, status_code,
            error, response_excerpt, is_stale
        """;

    /// <summary>
    /// Finds lanes by jumping from one to the next in the lane index: two searches for each lane that has something queued, however
    /// much that is, and none for an endpoint that has nothing. A loop, because recursion cannot stop at the first row that it finds.
    /// Parameters: <c>@ranges</c>, <c>@dueBy</c>.
    /// </summary>
    public string FindLanes { get; } = $"""
        {SqlBatch.Plain}
        DECLARE @lanes TABLE (endpoint_id bigint NOT NULL PRIMARY KEY);
        DECLARE @last bigint;
        DECLARE @endpoint bigint;
        DECLARE @first bigint = (SELECT MIN(first_id) FROM @ranges);
        WHILE @first IS NOT NULL
        BEGIN
            SET @last = (SELECT last_id FROM @ranges WHERE first_id = @first);
            SET @endpoint = (
                SELECT TOP (1) endpoint_id FROM {tables.Queue} {SqlServerTables.SeekPassLocked}
                WHERE endpoint_id >= @first AND endpoint_id <= @last
                ORDER BY endpoint_id);
            WHILE @endpoint IS NOT NULL
            BEGIN
                INSERT INTO @lanes (endpoint_id) VALUES (@endpoint);
                SET @endpoint = (
                    SELECT TOP (1) endpoint_id FROM {tables.Queue} {SqlServerTables.SeekPassLocked}
                    WHERE endpoint_id > @endpoint AND endpoint_id <= @last
                    ORDER BY endpoint_id);
            END;
            SET @first = (SELECT MIN(first_id) FROM @ranges WHERE first_id > @first);
        END;
        SELECT lane.endpoint_id AS EndpointId, head.due_at AS DueAt
        FROM @lanes AS lane
        CROSS APPLY (
            SELECT TOP (1) due_at FROM {tables.Queue} {SqlServerTables.SeekPassLocked}
            WHERE endpoint_id = lane.endpoint_id
            ORDER BY due_at
        ) AS head
        WHERE head.due_at <= @dueBy AND NOT EXISTS (
            SELECT 1 FROM {tables.Endpoints} AS endpoint {SqlServerTables.SeekPassLocked}
            WHERE endpoint.id = lane.endpoint_id AND (endpoint.status = {(int)EndpointStatus.Paused} OR endpoint.circuit_open_until > @dueBy));
        """;

    /// <summary>Not only what is due: the row after it says when the lane is next due. Parameter: <c>@lanes</c>.</summary>
    public string ReadLanes { get; } = $"""
        {SqlBatch.Plain}
        SELECT lane.place, endpoint.revision, head.[key], head.due_at, head.attempts, head.event_id, head.ordering_key, first.[key], first.due_at,
               first.attempts,
               (SELECT sequence.last FROM {tables.Sequences} AS sequence
                WHERE sequence.endpoint_id = lane.endpoint_id AND sequence.ordering_key = head.ordering_key)
        FROM @lanes AS lane
        JOIN {tables.Endpoints} AS endpoint ON endpoint.id = lane.endpoint_id
        OUTER APPLY (
            SELECT TOP (lane.room) queued.[key], queued.due_at, queued.attempts, queued.event_id, queued.ordering_key
            FROM {tables.Queue} AS queued {SqlServerTables.SeekPassLocked}
            WHERE queued.endpoint_id = lane.endpoint_id AND endpoint.status = {(int)EndpointStatus.Enabled}
                AND queued.due_at >= lane.after_due_at
                AND (queued.due_at > lane.after_due_at OR queued.[key] > lane.after_key)
            ORDER BY queued.due_at, queued.[key]
        ) AS head
        OUTER APPLY (
            SELECT TOP (1) earlier.[key], earlier.due_at, earlier.attempts
            FROM {tables.Queue} AS earlier {SqlServerTables.SeekPassLocked}
            WHERE earlier.endpoint_id = lane.endpoint_id AND earlier.ordering_key = head.ordering_key
            ORDER BY earlier.queued_at, earlier.[key]
        ) AS first
        ORDER BY lane.place, head.due_at, head.[key];
        """;

    private readonly string _useUp = OrderSql.UseUp(tables);

    // A row that moves is put into the log by the statement that moves it.
    private readonly string _succeed = $"""
        DELETE queued
        OUTPUT {Moved("outcome.ended_at", "NULL", "NULL")}
        INTO {tables.Attempts} ({AttemptColumns})
        FROM @outcomes AS outcome
        JOIN {tables.Queue} AS queued {SqlServerTables.Seek} ON {IsTheSame}
        WHERE outcome.transition = {(int)DeliveryTransition.Succeed};
        """;

    private readonly string _filter = $"""
        DELETE queued
        OUTPUT {Moved("NULL", "outcome.ended_at", "NULL")}
        INTO {tables.Attempts} ({AttemptColumns})
        FROM @outcomes AS outcome
        JOIN {tables.Queue} AS queued {SqlServerTables.Seek} ON {IsTheSame}
        WHERE outcome.transition = {(int)DeliveryTransition.Filter};
        """;

    private readonly string _retry = $"""
        UPDATE queued
        SET attempts = outcome.number, due_at = outcome.next_attempt_at
        OUTPUT {Moved("NULL", "NULL", "outcome.next_attempt_at")}
        INTO {tables.Attempts} ({AttemptColumns})
        FROM @outcomes AS outcome
        JOIN {tables.Queue} AS queued {SqlServerTables.Seek} ON {IsTheSame}
        WHERE outcome.transition = {(int)DeliveryTransition.Retry};
        """;

    private readonly string _giveUp = $"""
        DELETE queued
        OUTPUT {Moved("NULL", "NULL", "outcome.next_attempt_at")}
        INTO {tables.Attempts} ({AttemptColumns})
        FROM @outcomes AS outcome
        JOIN {tables.Queue} AS queued {SqlServerTables.Seek} ON {IsTheSame}
        WHERE outcome.transition = {(int)DeliveryTransition.GiveUp};
        """;

    // What was given up now or before is in the log by then; what was overtaken is not, or as stale.
    private readonly string _bury = $"""
        INSERT INTO {tables.DeadLetters} ([key], endpoint_id, ended_at, attempts, reason)
        SELECT outcome.[key], outcome.endpoint_id, outcome.ended_at, outcome.number, outcome.dead_reason
        FROM @outcomes AS outcome
        WHERE outcome.transition = {(int)DeliveryTransition.GiveUp}
            AND EXISTS (
                SELECT 1 FROM {tables.Attempts} AS known
                WHERE known.[key] = outcome.[key] AND known.endpoint_id = outcome.endpoint_id AND known.number = outcome.number
                    AND known.epoch = outcome.epoch AND known.is_stale = 0)
            AND NOT EXISTS (
                SELECT 1 FROM {tables.DeadLetters} AS dead WHERE dead.[key] = outcome.[key] AND dead.endpoint_id = outcome.endpoint_id);
        """;

    /// <summary>Records successes without an ordering key, which are most. Parameter: <c>@outcomes</c>. Answers how many moved.</summary>
    public string RecordSuccesses => $"""
        {SqlBatch.Begin}
        DECLARE @moved int;
        {_succeed}
        SET @moved = @@ROWCOUNT;
        {SqlBatch.Commit}
        SELECT @moved;
        """;

    /// <summary>Records outcomes of all kinds. Parameter: <c>@outcomes</c>. Answers how many moved.</summary>
    public string Record => $"""
        {SqlBatch.Begin}
        DECLARE @moved int;
        {_succeed}
        SET @moved = @@ROWCOUNT;
        {_filter}
        SET @moved = @moved + @@ROWCOUNT;
        {_retry}
        SET @moved = @moved + @@ROWCOUNT;
        {_giveUp}
        SET @moved = @moved + @@ROWCOUNT;
        {_bury}
        {_useUp}
        {SqlBatch.Commit}
        SELECT @moved;
        """;

    /// <summary>
    /// Appends what changed nothing as stale, unless it was recorded before, and answers of each outcome whether it is stale.
    /// Parameter: <c>@outcomes</c>.
    /// </summary>
    public string Settle { get; } = $"""
        {SqlBatch.Begin}
        INSERT INTO {tables.Attempts} ({AttemptColumns})
        SELECT outcome.[key], outcome.endpoint_id, outcome.number, outcome.epoch, outcome.started_at, outcome.duration, NULL,
               NULL, outcome.next_attempt_at, outcome.outcome, outcome.status_code, outcome.error, outcome.response_excerpt, CAST(1 AS bit)
        FROM @outcomes AS outcome
        WHERE NOT EXISTS (
            SELECT 1 FROM {tables.Attempts} AS known
            WHERE known.[key] = outcome.[key] AND known.endpoint_id = outcome.endpoint_id AND known.number = outcome.number
                AND known.epoch = outcome.epoch);
        {SqlBatch.Commit}
        SELECT known.[key], known.endpoint_id, known.is_stale
        FROM @outcomes AS outcome
        JOIN {tables.Attempts} AS known
            ON known.[key] = outcome.[key] AND known.endpoint_id = outcome.endpoint_id AND known.number = outcome.number
            AND known.epoch = outcome.epoch;
        """;

    private static string Moved(string succeededAt, string filteredAt, string nextAttemptAt) => $"""
        outcome.[key], outcome.endpoint_id, outcome.number, outcome.epoch, outcome.started_at, outcome.duration, {succeededAt},
            {filteredAt}, {nextAttemptAt}, outcome.outcome, outcome.status_code, outcome.error, outcome.response_excerpt, CAST(0 AS bit)
        """;
}
