using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>sp_releaseapplock of a lock of the session. One of a transaction ends with it and cannot be given back before.</summary>
internal sealed class UnlockStep(TranslatedStatement resource) : Step
{
    public override async Task RunAsync(BatchRun run)
    {
        var name = (string)(await run.ScalarAsync(resource))!;
        await run.ScalarAsync(new TranslatedStatement(StatementKind.Select, $"SELECT pg_advisory_unlock(hashtextextended({Names.Literal("resource " + name)}, 0))", []));
    }
}
