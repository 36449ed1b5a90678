namespace WebhookKit.SqlServer.Connections;

/// <summary>What kind of thing went wrong, which decides whether trying again may help, and what a person is told.</summary>
internal enum SqlServerFault
{
    /// <summary>The server refused a statement for a reason that trying again does not change.</summary>
    Refused,

    /// <summary>The transaction was chosen to end a deadlock. It was rolled back as a whole.</summary>
    Deadlock,

    /// <summary>A unique key is there already.</summary>
    DuplicateKey,

    /// <summary>Something that passes: a failover, a throttled database, a lock that was not given in time.</summary>
    Transient,

    /// <summary>The connection was lost or could not be made. What was under way may or may not have happened.</summary>
    ConnectionLost,

    /// <summary>There was no answer in time. What was under way may or may not have happened.</summary>
    TimedOut,

    /// <summary>The server has no room: its disk, its log or its memory is full.</summary>
    Full,

    /// <summary>The database may be read only: it is a secondary replica.</summary>
    ReadOnly,

    /// <summary>The server does not let the user in.</summary>
    LoginFailed,

    /// <summary>The database does not exist, or the user may not use it.</summary>
    DatabaseMissing,

    /// <summary>The user lacks a right.</summary>
    RightMissing,

    /// <summary>A table, a column or a row type is not there.</summary>
    SchemaMissing,

    /// <summary>The client and the server do not agree on how to encrypt or authenticate.</summary>
    HandshakeFailed,
}
