using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>sp_releaseapplock of a lock of the session. One of a transaction ends with it and cannot be given back before.</summary>
internal sealed class UnlockStep(TranslatedStatement resource, string? result) : Step
{
    private const int Released = 0;
    private const int NotHeld = -999;

    public override async Task RunAsync(BatchRun run)
    {
        var name = (string)(await run.ScalarAsync(resource))!;
        var isReleased = await run.ScalarAsync(new TranslatedStatement(StatementKind.Select, $"SELECT pg_advisory_unlock(hashtextextended({Names.Literal("resource " + name)}, 0))", []));
        var status = isReleased is true ? Released : NotHeld;
        run.Answer.ReturnStatus = status;
        if (result is not null)
        {
            run.Set(result, status);
        }
    }
}
