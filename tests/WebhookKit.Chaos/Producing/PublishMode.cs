namespace WebhookKit.Chaos.Producing;

/// <summary>How one event is published, and how that ends.</summary>
internal enum PublishMode
{
    /// <summary>In a transaction of the store's own.</summary>
    Own,

    /// <summary>In a transaction of the store's own, by its id, which is chosen beforehand: what trying again needs.</summary>
    OwnById,

    /// <summary>In a transaction of the host's, with an order, which is committed.</summary>
    Host,

    /// <summary>The same by Entity Framework Core, which tries it again by itself; on PostgreSQL.</summary>
    Context,

    /// <summary>In a transaction of the host's, with an order, which is rolled back.</summary>
    RolledBack,

    /// <summary>The same, then disposed of without a commit.</summary>
    Disposed,

    /// <summary>The same, then left by an exception of the host's code.</summary>
    Thrown,

    /// <summary>After a savepoint to which the transaction goes back; then it is committed.</summary>
    BackToSavepoint,

    /// <summary>Then the connection is closed under the open transaction.</summary>
    ConnectionClosed,

    /// <summary>In a transaction that the database refuses to commit.</summary>
    CommitRefused,

    /// <summary>In an ambient transaction that is not completed.</summary>
    ScopeAbandoned,
}
