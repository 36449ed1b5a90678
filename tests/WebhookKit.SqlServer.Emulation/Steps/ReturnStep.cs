namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Ends the batch.</summary>
internal sealed class ReturnStep : Step
{
    public override Task RunAsync(BatchRun run)
    {
        run.HasReturned = true;
        return Task.CompletedTask;
    }
}
