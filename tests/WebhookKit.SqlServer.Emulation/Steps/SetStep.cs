using WebhookKit.SqlServer.Emulation.Translation;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Gives a variable a value; one that is declared without a value is NULL.</summary>
internal sealed class SetStep(string variable, SqlType type, TranslatedStatement? value) : Step
{
    public override async Task RunAsync(BatchRun run)
    {
        if (value is null)
        {
            run.Set(variable, null);
            return;
        }

        run.Set(variable, Conversion.To(type, await run.ScalarAsync(value)));
        run.Session.RowCount = 1;
    }
}
