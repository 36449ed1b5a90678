using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.SqlServer.Emulation.Sessions;

/// <summary>What one connection of a client works with. Its members are called one after the other.</summary>
internal interface ISqlSession : IAsyncDisposable
{
    /// <summary>The transaction in which the session is, by a number of its own; 0 in none.</summary>
    ulong Transaction { get; }

    /// <summary>Whether the last transaction that ended was committed.</summary>
    bool HasCommitted { get; }

    /// <summary>Runs a request. What goes wrong with a statement is in the answer.</summary>
    /// <exception cref="SqlServerError">It cannot be run at all.</exception>
    /// <exception cref="OperationCanceledException">The client wanted it to stop.</exception>
    Task<SqlAnswer> RunAsync(SqlRequest request, CancellationToken cancellationToken);

    /// <summary>Does to the transaction what an error does that did not come from the session itself.</summary>
    /// <param name="error">The error; <see langword="null"/> when the client stopped the request.</param>
    Task FailAsync(SqlServerError? error);

    /// <summary>Makes a pooled connection like new.</summary>
    Task ResetAsync(bool keepsTransaction, CancellationToken cancellationToken);
}
