using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Makes or drops something.</summary>
internal sealed class DefinitionStep(IReadOnlyList<string> statements) : Step
{
    public override async Task RunAsync(BatchRun run)
    {
        if (statements.Count > 0)
        {
            await run.ExecuteAsync(new TranslatedStatement(StatementKind.Other, statements[^1], []) { Before = [.. statements.SkipLast(1)] });
        }

        run.Session.ForgetPlans();
    }
}
