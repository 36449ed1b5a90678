using System.Globalization;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>THROW: an error of its own, or the caught one again.</summary>
internal sealed class ThrowStep(TranslatedStatement? number, TranslatedStatement? message) : Step
{
    public override async Task RunAsync(BatchRun run)
    {
        if (number is null || message is null)
        {
            throw run.Caught ?? SqlServerError.NotSupported("THROW outside of CATCH");
        }

        var code = Convert.ToInt32(await run.ScalarAsync(number), CultureInfo.InvariantCulture);
        throw new SqlServerError(code, SqlServerError.Ordinary, (string)(await run.ScalarAsync(message))!);
    }
}
