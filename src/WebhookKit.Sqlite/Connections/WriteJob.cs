namespace WebhookKit.Sqlite.Connections;

/// <summary>Something to be written, and somebody who waits for it.</summary>
internal abstract class WriteJob
{
    /// <summary>Whether whoever asked has stopped waiting before it began.</summary>
    public abstract bool TryAbandon();

    /// <summary>Does the work inside an open transaction. May be called again after that was rolled back.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction has committed.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="WriteJob" />
internal sealed class WriteJob<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) : WriteJob
{
    // The writer thread must not run what comes after somebody's await.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override bool TryAbandon() =>
        cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Succeed() => _completion.TrySetResult(_result!);

    public override void Fail(Exception exception)
    {
        _completion.TrySetException(exception);

        // Seen, even when nobody waits any more.
        _ = _completion.Task.Exception;
    }
}
