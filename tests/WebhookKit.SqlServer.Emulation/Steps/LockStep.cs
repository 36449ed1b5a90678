using System.Globalization;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>sp_getapplock, exclusive: an advisory lock with the name of the resource.</summary>
internal sealed class LockStep(TranslatedStatement resource, TranslatedStatement? timeout, bool isOfSession, string? result) : Step
{
    private const int Granted = 0;
    private const int TimedOut = -1;
    private const int ChosenAsVictim = -3;

    public override async Task RunAsync(BatchRun run)
    {
        if (!isOfSession && run.Session.Transaction == 0)
        {
            throw SqlServerError.NotSupported("sp_getapplock for a transaction outside of one");
        }

        var name = (string)(await run.ScalarAsync(resource))!;
        var patience = timeout is null ? -1 : Convert.ToInt32(await run.ScalarAsync(timeout), CultureInfo.InvariantCulture);
        var status = await TakeAsync(run, name, patience);
        run.Answer.ReturnStatus = status;
        if (result is not null)
        {
            run.Set(result, status);
        }
    }

    private async Task<int> TakeAsync(BatchRun run, string name, int patience)
    {
        if (isOfSession)
        {
            run.Session.HoldsLocks();
        }

        var scope = isOfSession ? "" : "xact_";
        var key = $"hashtextextended({Names.Literal("resource " + name)}, 0)";
        if (patience == 0)
        {
            var taken = await run.ScalarAsync(new TranslatedStatement(StatementKind.Select, $"SELECT pg_try_advisory_{scope}lock({key})", []));
            return taken is true ? Granted : TimedOut;
        }

        try
        {
            await run.Session.WaitForLocksAsync(
                patience,
                () => run.Session.ExecuteAsync(
                    new TranslatedStatement(StatementKind.Other, $"SELECT pg_advisory_{scope}lock({key}) IS NULL", []), [], run.CancellationToken, isGuarded: true));
            return Granted;
        }
        catch (SqlServerError error) when (error.Number is ErrorNumbers.LockTimeout or ErrorNumbers.Deadlock)
        {
            return error.Number == ErrorNumbers.LockTimeout ? TimedOut : ChosenAsVictim;
        }
    }
}
