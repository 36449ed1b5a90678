using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>WHILE without BREAK and CONTINUE.</summary>
internal sealed class WhileStep(TranslatedStatement condition, Step body) : Step
{
    public override bool IsStatement => false;

    public override async Task RunAsync(BatchRun run)
    {
        while (!run.HasReturned && await run.ScalarAsync(condition) is true)
        {
            await run.RunAsync([body]);
        }
    }
}
