namespace WebhookKit.Sqlite;

/// <summary>The names of the tables, with the host's prefix in front.</summary>
/// <param name="prefix">Valid as an identifier.</param>
internal sealed class SqliteTables(string prefix)
{
    public string Prefix { get; } = prefix;

    public string Schema { get; } = prefix + "schema";

    public string Endpoints { get; } = prefix + "endpoints";

    public string Secrets { get; } = prefix + "secrets";

    public string Subscriptions { get; } = prefix + "subscriptions";

    public string Events { get; } = prefix + "events";

    public string EventsOwner { get; } = prefix + "events_owner";

    public string Queue { get; } = prefix + "queue";

    public string Sequences { get; } = prefix + "sequences";

    public string Replays { get; } = prefix + "replays";

    public string ReplaysEvent { get; } = prefix + "replays_event";

    public string Attempts { get; } = prefix + "attempts";

    public string AttemptsFiltered { get; } = prefix + "attempts_filtered";

    public string AttemptsFilteredEndpoint { get; } = prefix + "attempts_filtered_endpoint";

    public string DeadLetters { get; } = prefix + "dead_letters";

    public string Cancellations { get; } = prefix + "cancellations";

    public string Jobs { get; } = prefix + "jobs";

    public string Instances { get; } = prefix + "instances";

    public string Leases { get; } = prefix + "leases";

    public string ProcessedEvents { get; } = prefix + "processed_events";

    public string Rates { get; } = prefix + "rates";

    public string Audit { get; } = prefix + "audit";
}
