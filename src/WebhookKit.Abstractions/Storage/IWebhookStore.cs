namespace WebhookKit.Storage;

/// <summary>A complete store: one object for each seam, over one database.</summary>
/// <remarks>
/// Register it with <c>UseStore&lt;T&gt;()</c> and prove it with the classes of <c>WebhookKit.StoreContract</c>. All seams are
/// called concurrently. They throw <see cref="WebhookStoreException"/> for trouble with the database and nothing else,
/// and let <see cref="OperationCanceledException"/> through.
/// </remarks>
public interface IWebhookStore
{
    /// <summary>A short name for messages, for example <c>SQLite</c>.</summary>
    string Name { get; }

    /// <summary>Whether what is stored survives the process. Said loudly at start when it does not.</summary>
    bool IsDurable { get; }

    /// <summary>Stores events and their deliveries.</summary>
    IOutboxStore Outbox { get; }

    /// <summary>Shares the partitions out among instances.</summary>
    ILeaseStore Leases { get; }

    /// <summary>Shares the rates of owners out among instances.</summary>
    IRateStore Rates { get; }

    /// <summary>Reads due deliveries and records what became of them.</summary>
    IDeliveryStore Deliveries { get; }

    /// <summary>Keeps endpoints.</summary>
    IEndpointStore Endpoints { get; }

    /// <summary>Replays and cancels.</summary>
    IDeliveryCommandStore Commands { get; }

    /// <summary>Keeps jobs, and makes their steps.</summary>
    IJobStore Jobs { get; }

    /// <summary>Reads for people.</summary>
    IHistoryStore History { get; }

    /// <summary>Removes what is old.</summary>
    IRetentionStore Retention { get; }

    /// <summary>Reads the audit log.</summary>
    IAuditStore Audit { get; }

    /// <summary>Checks, creates and upgrades the tables.</summary>
    IStoreSchema Schema { get; }

    /// <summary>Wakes other processes when something is queued for them.</summary>
    /// <value>Null by default: the database cannot, or the host wants none. Polling then finds everything by itself.</value>
    IDeliveryNotifications? Notifications => null;
}
