namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Statements between BEGIN and END.</summary>
internal sealed class BlockStep(IReadOnlyList<Step> steps) : Step
{
    public override bool IsStatement => false;

    public override Task RunAsync(BatchRun run) => run.RunAsync(steps);
}
