namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Makes or drops a database.</summary>
internal sealed class DatabaseStep(string name, bool isDrop, bool ifExists) : Step
{
    public override Task RunAsync(BatchRun run) => isDrop
        ? run.Session.BackEnd.DropDatabaseAsync(name, ifExists, run.CancellationToken)
        : run.Session.BackEnd.CreateDatabaseAsync(name, run.CancellationToken);
}
