using WebhookKit.SqlServer.Emulation.Execution;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Sets an option of the session.</summary>
internal sealed class OptionStep(Func<PostgreSqlSession, Task> set) : Step
{
    public override Task RunAsync(BatchRun run) => set(run.Session);
}
