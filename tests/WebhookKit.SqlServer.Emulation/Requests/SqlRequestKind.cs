namespace WebhookKit.SqlServer.Emulation.Requests;

/// <summary>What a client asks.</summary>
public enum SqlRequestKind
{
    /// <summary>To log in.</summary>
    Login,

    /// <summary>To run a batch of statements without parameters.</summary>
    Batch,

    /// <summary>To run a procedure; statements with parameters come as <c>sp_executesql</c>.</summary>
    Procedure,

    /// <summary>To begin a transaction.</summary>
    Begin,

    /// <summary>To commit the transaction.</summary>
    Commit,

    /// <summary>To roll back the transaction, or back to a savepoint.</summary>
    Rollback,

    /// <summary>To set a savepoint.</summary>
    Save,

    /// <summary>To stop the request before it: the attention of the protocol.</summary>
    Attention,
}
