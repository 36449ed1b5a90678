namespace WebhookKit.PostgreSql;

/// <summary>The names of the tables, in the host's choice of schema.</summary>
/// <param name="schema">Valid as an identifier.</param>
internal sealed class PostgreSqlTables(string schema)
{
    /// <summary>Quoted, so that capitals are kept and no word is reserved.</summary>
    public string Schema { get; } = $"\"{schema}\"";

    /// <summary>The channel of notifications, unquoted.</summary>
    public string Channel { get; } = $"webhookkit_{schema}";

    public string Versions { get; } = $"\"{schema}\".versions";

    public string Endpoints { get; } = $"\"{schema}\".endpoints";

    public string Secrets { get; } = $"\"{schema}\".secrets";

    public string Subscriptions { get; } = $"\"{schema}\".subscriptions";

    public string Events { get; } = $"\"{schema}\".events";

    public string Queue { get; } = $"\"{schema}\".queue";

    public string Sequences { get; } = $"\"{schema}\".sequences";

    public string Replays { get; } = $"\"{schema}\".replays";

    public string Attempts { get; } = $"\"{schema}\".attempts";

    public string DeadLetters { get; } = $"\"{schema}\".dead_letters";

    public string Cancellations { get; } = $"\"{schema}\".cancellations";

    public string Jobs { get; } = $"\"{schema}\".jobs";

    public string Instances { get; } = $"\"{schema}\".instances";

    public string Leases { get; } = $"\"{schema}\".leases";

    public string ProcessedEvents { get; } = $"\"{schema}\".processed_events";

    public string Rates { get; } = $"\"{schema}\".rates";

    public string Audit { get; } = $"\"{schema}\".audit";
}
