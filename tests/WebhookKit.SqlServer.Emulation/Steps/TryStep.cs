using WebhookKit.SqlServer.Emulation.Sessions;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>BEGIN TRY and BEGIN CATCH.</summary>
internal sealed class TryStep(IReadOnlyList<Step> tried, IReadOnlyList<Step> caught) : Step
{
    public override bool IsStatement => false;

    public override async Task RunAsync(BatchRun run)
    {
        var before = run.Caught;
        try
        {
            run.Session.TryDepth++;
            await run.RunAsync(tried);
            return;
        }
        catch (SqlServerError error) when (error.Severity < SqlServerError.EndsConnection && error.Number != SqlServerError.NotSupportedNumber)
        {
            run.Caught = error;
            if (error.EndsTransaction || run.Session.AbortsTransactions)
            {
                await run.Session.RollBackAsync();
            }
        }
        finally
        {
            run.Session.TryDepth--;
        }

        await run.RunAsync(caught);
        run.Caught = before;
    }
}
