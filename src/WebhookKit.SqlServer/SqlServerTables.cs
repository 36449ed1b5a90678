namespace WebhookKit.SqlServer;

/// <summary>The names of the tables and row types, in the host's choice of schema.</summary>
/// <param name="schema">Valid as an identifier.</param>
internal sealed class SqlServerTables(string schema)
{
    /// <summary>
    /// Reads pass over rows that another transaction is writing, as they would in a database with row versions: the host may keep
    /// its transaction open for long, and a lane must not wait for it. READCOMMITTEDLOCK makes that so where the database reads
    /// versions, too, which otherwise refuses READPAST.
    /// </summary>
    public const string PassLocked = "WITH (READPAST, READCOMMITTEDLOCK)";

    /// <summary>The same along an index: a plan that was made while the table was empty must not read all of it later.</summary>
    public const string SeekPassLocked = "WITH (READPAST, READCOMMITTEDLOCK, FORCESEEK)";

    /// <summary>Along an index, so that rows which another transaction holds are not even looked at unless they are meant.</summary>
    public const string Seek = "WITH (FORCESEEK)";

    /// <summary>As the host wrote it.</summary>
    public string SchemaName { get; } = schema;

    /// <summary>Quoted, so that no word is reserved.</summary>
    public string Schema { get; } = $"[{schema}]";

    public string Versions { get; } = $"[{schema}].versions";

    public string Endpoints { get; } = $"[{schema}].endpoints";

    public string Secrets { get; } = $"[{schema}].secrets";

    public string Subscriptions { get; } = $"[{schema}].subscriptions";

    public string Events { get; } = $"[{schema}].events";

    public string Queue { get; } = $"[{schema}].queue";

    public string Sequences { get; } = $"[{schema}].sequences";

    public string Replays { get; } = $"[{schema}].replays";

    public string Attempts { get; } = $"[{schema}].attempts";

    public string DeadLetters { get; } = $"[{schema}].dead_letters";

    public string Cancellations { get; } = $"[{schema}].cancellations";

    public string Jobs { get; } = $"[{schema}].jobs";

    public string Instances { get; } = $"[{schema}].instances";

    public string Leases { get; } = $"[{schema}].leases";

    public string LeaseTurns { get; } = $"[{schema}].lease_turns";

    public string ProcessedEvents { get; } = $"[{schema}].processed_events";

    public string Rates { get; } = $"[{schema}].rates";

    public string Audit { get; } = $"[{schema}].audit";

    public string KeyRows { get; } = $"[{schema}].key_rows";

    public string IdRows { get; } = $"[{schema}].id_rows";

    public string RangeRows { get; } = $"[{schema}].range_rows";

    public string PatternRows { get; } = $"[{schema}].pattern_rows";

    public string EventRows { get; } = $"[{schema}].event_rows";

    public string LaneRows { get; } = $"[{schema}].lane_rows";

    public string DeliveryRows { get; } = $"[{schema}].delivery_rows";

    public string OutcomeRows { get; } = $"[{schema}].outcome_rows";
}
