using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>IF with or without ELSE.</summary>
internal sealed class IfStep(TranslatedStatement condition, Step then, Step? otherwise) : Step
{
    public override bool IsStatement => false;

    public override async Task RunAsync(BatchRun run)
    {
        var next = await run.ScalarAsync(condition) is true ? then : otherwise;
        if (next is not null)
        {
            await run.RunAsync([next]);
        }
    }
}
