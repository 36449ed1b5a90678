using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>EXEC of a text: a batch of its own, in the same session.</summary>
internal sealed class ExecuteTextStep(TranslatedStatement text) : Step
{
    public override bool IsStatement => false;

    public override async Task RunAsync(BatchRun run)
    {
        if (await run.ScalarAsync(text) is string statements)
        {
            var plan = await run.Session.PlanAsync(statements, declaration: "", run.CancellationToken);
            await new BatchRun(run.Session, plan.Scope, run.Answer, run.CancellationToken).RunAsync(plan.Steps);
        }
    }
}
