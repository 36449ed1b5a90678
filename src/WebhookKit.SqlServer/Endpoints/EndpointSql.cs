namespace WebhookKit.SqlServer.Endpoints;

/// <summary>The statements about endpoints, their secrets and their subscriptions.</summary>
internal sealed class EndpointSql(SqlServerTables tables)
{
    private const string Columns = """
        endpoint.id AS Id, endpoint.owner AS Owner, endpoint.url AS Url, endpoint.events AS Events, endpoint.description AS Description,
               endpoint.metadata AS Metadata, endpoint.headers AS Headers, endpoint.retry AS Retry,
               endpoint.rate_limit AS RateLimit, endpoint.filter AS Filter, endpoint.tls AS Tls, endpoint.client_key AS ClientKey, endpoint.ordering AS Ordering,
               endpoint.skip_after AS SkipAfter, endpoint.signers AS Signers, endpoint.status AS Status, endpoint.status_reason AS StatusReason,
               endpoint.failing_since AS FailingSince, endpoint.circuit_opened_at AS CircuitOpenedAt,
               endpoint.circuit_open_until AS CircuitOpenUntil, endpoint.circuit_openings AS CircuitOpenings,
               endpoint.circuit_interventions AS CircuitInterventions, endpoint.created_at AS CreatedAt, endpoint.updated_at AS UpdatedAt, endpoint.revision AS Revision
        """;

    /// <summary>Parameter: <c>@ids</c>.</summary>
    public string Find { get; } = $"""
        SELECT {Columns}
        FROM @ids AS wanted
        JOIN {tables.Endpoints} AS endpoint ON endpoint.id = wanted.id;
        """;

    /// <summary>Parameters: <c>@limit</c>, <c>@after</c>.</summary>
    public string List { get; } = $"""
        SELECT TOP (@limit) {Columns}
        FROM {tables.Endpoints} AS endpoint
        WHERE endpoint.id > @after
        ORDER BY endpoint.id;
        """;

    /// <summary>Parameters: <c>@limit</c>, <c>@after</c>, <c>@owner</c>.</summary>
    public string ListOfOwner { get; } = $"""
        SELECT TOP (@limit) {Columns}
        FROM {tables.Endpoints} AS endpoint
        WHERE endpoint.owner = @owner AND endpoint.id > @after
        ORDER BY endpoint.id;
        """;

    /// <summary>Parameter: <c>@ids</c>.</summary>
    public string Secrets { get; } = $"""
        SELECT secret.endpoint_id AS EndpointId, secret.id AS Id, secret.protected AS Protected, secret.created_at AS CreatedAt,
               secret.expires_at AS ExpiresAt
        FROM @ids AS wanted
        JOIN {tables.Secrets} AS secret ON secret.endpoint_id = wanted.id
        ORDER BY secret.endpoint_id, secret.position;
        """;

    public string Insert { get; } = $"""
        INSERT INTO {tables.Endpoints}
            (id, owner, url, events, description, metadata, headers, retry, rate_limit, filter, tls, client_key, ordering, skip_after, signers, status, status_reason,
             circuit_openings, circuit_interventions, created_at, updated_at, revision)
        VALUES
            (@id, @owner, @url, @events, @description, @metadata, @headers, @retry, @rateLimit, @filter, @tls, @clientKey, @ordering, @skipAfter, @signers, @status, @statusReason,
             0, 0, @createdAt, @updatedAt, 1);
        """;

    /// <summary>Parameters: those of <see cref="Insert"/> that may change, and <c>@revision</c>. Answers how many there were.</summary>
    public string Update { get; } = $"""
        UPDATE {tables.Endpoints}
        SET url = @url, events = @events, description = @description, metadata = @metadata, headers = @headers, retry = @retry,
            rate_limit = @rateLimit, filter = @filter, tls = @tls, client_key = @clientKey, ordering = @ordering, skip_after = @skipAfter, signers = @signers,
            failing_since = CASE WHEN url = @url THEN failing_since ELSE NULL END,
            circuit_opened_at = CASE WHEN url = @url THEN circuit_opened_at ELSE NULL END,
            circuit_open_until = CASE WHEN url = @url THEN circuit_open_until ELSE NULL END,
            circuit_openings = CASE WHEN url = @url THEN circuit_openings ELSE 0 END,
            circuit_interventions = CASE WHEN url = @url THEN circuit_interventions ELSE circuit_interventions + 1 END,
            updated_at = @updatedAt, revision = revision + 1
        WHERE id = @id AND revision = @revision;
        SELECT @@ROWCOUNT;
        """;

    /// <summary>
    /// Parameters: <c>@id</c>, <c>@owner</c>, <c>@status</c>, <c>@from</c>, <c>@statusReason</c>, <c>@updatedAt</c>. Answers how many there
    /// were.
    /// </summary>
    public string SetStatus { get; } = $"""
        UPDATE {tables.Endpoints}
        SET status = @status, status_reason = @statusReason,
            failing_since = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN NULL ELSE failing_since END,
            circuit_opened_at = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN NULL ELSE circuit_opened_at END,
            circuit_open_until = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN NULL ELSE circuit_open_until END,
            circuit_openings = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN 0 ELSE circuit_openings END,
            circuit_interventions = CASE WHEN @status = {(int)EndpointStatus.Enabled} THEN circuit_interventions + 1 ELSE circuit_interventions END,
            updated_at = @updatedAt, revision = revision + 1
        WHERE id = @id AND (@owner IS NULL OR owner = @owner) AND (@from IS NULL OR status = @from);
        SELECT @@ROWCOUNT;
        """;

    /// <summary>Parameters: <c>@id</c>, <c>@since</c>.</summary>
    public string NoteFailure { get; } = $"UPDATE {tables.Endpoints} SET failing_since = @since WHERE id = @id;";

    /// <summary>Parameters: <c>@id</c>, <c>@interventions</c>, <c>@openedAt</c>, <c>@openUntil</c>, <c>@openings</c>.</summary>
    public string NoteCircuit { get; } = $"""
        UPDATE {tables.Endpoints}
        SET circuit_opened_at = @openedAt, circuit_open_until = @openUntil, circuit_openings = @openings
        WHERE id = @id AND circuit_interventions = @interventions;
        """;

    /// <summary>
    /// Parameters: <c>@id</c>, <c>@owner</c>, <c>@openedAt</c>, <c>@openUntil</c>, <c>@openings</c>, <c>@updatedAt</c>. Answers how many
    /// there were.
    /// </summary>
    public string SetCircuit { get; } = $"""
        UPDATE {tables.Endpoints}
        SET circuit_opened_at = @openedAt, circuit_open_until = @openUntil, circuit_openings = @openings,
            circuit_interventions = circuit_interventions + 1, updated_at = @updatedAt, revision = revision + 1
        WHERE id = @id AND (@owner IS NULL OR owner = @owner);
        SELECT @@ROWCOUNT;
        """;

    /// <summary>Parameters: <c>@id</c>, <c>@owner</c>. Answers how many there were.</summary>
    public string Delete { get; } = $"""
        DELETE FROM {tables.Endpoints} WHERE id = @id AND (@owner IS NULL OR owner = @owner);
        SELECT @@ROWCOUNT;
        """;

    /// <summary>Parameters: <c>@endpoint</c>, <c>@position</c>, <c>@id</c>, <c>@protected</c>, <c>@createdAt</c>, <c>@expiresAt</c>.</summary>
    public string InsertSecret { get; } = $"""
        INSERT INTO {tables.Secrets} (endpoint_id, position, id, protected, created_at, expires_at)
        VALUES (@endpoint, @position, @id, @protected, @createdAt, @expiresAt);
        """;

    /// <summary>Parameter: <c>@id</c>.</summary>
    public string DeleteSecrets { get; } = $"DELETE FROM {tables.Secrets} WHERE endpoint_id = @id;";

    /// <summary>Parameter: <c>@id</c>.</summary>
    public string Unsubscribe { get; } = $"DELETE FROM {tables.Subscriptions} WHERE endpoint_id = @id;";

    /// <summary>What an endpoint listens to that is not disabled. Parameter: <c>@id</c>.</summary>
    public string Events { get; } = $"SELECT events FROM {tables.Endpoints} WHERE id = @id AND status <> {(int)EndpointStatus.Disabled};";

    /// <summary>Parameters: <c>@id</c>, <c>@patterns</c>.</summary>
    public string Subscribe { get; } = $"""
        INSERT INTO {tables.Subscriptions} (owner, pattern, endpoint_id, ordering)
        SELECT endpoint.owner, listened.pattern, endpoint.id, endpoint.ordering
        FROM {tables.Endpoints} AS endpoint
        CROSS JOIN @patterns AS listened
        WHERE endpoint.id = @id;
        """;
}
