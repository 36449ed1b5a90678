using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>A query or a change, whose answer the client sees.</summary>
internal sealed class StatementStep(TranslatedStatement statement) : Step
{
    public override async Task RunAsync(BatchRun run)
    {
        var result = await run.ExecuteAsync(statement);
        run.Session.RowCount = result.Count ?? 0;
        if (run.Session.CountsNothing)
        {
            result = result with { Count = null };
        }

        if (result.Columns is not null || result.Count is not null)
        {
            run.Answer.Results.Add(result);
        }
    }
}
