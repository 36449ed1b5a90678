namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>A statement of a batch, ready to run any number of times.</summary>
internal abstract class Step
{
    /// <summary>Whether what goes wrong in it is the statement's own, so that the batch may go on.</summary>
    public virtual bool IsStatement => true;

    /// <exception cref="Sessions.SqlServerError">The statement fails.</exception>
    public abstract Task RunAsync(BatchRun run);
}
