using WebhookKit.SqlServer.Emulation.Requests;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>A transaction's beginning, end or savepoint, written as a statement.</summary>
internal sealed class TransactionStep(SqlRequestKind kind, string name) : Step
{
    public override Task RunAsync(BatchRun run) => kind switch
    {
        SqlRequestKind.Begin => run.Session.BeginAsync(System.Data.IsolationLevel.Unspecified, run.CancellationToken),
        SqlRequestKind.Commit => run.Session.CommitAsync(),
        SqlRequestKind.Save => run.Session.SaveAsync(name, run.CancellationToken),
        _ => run.Session.RollBackToAsync(name),
    };
}
