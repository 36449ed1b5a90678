using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Makes the temporary table of a table variable, or empties the one that an earlier run of the batch left.</summary>
internal sealed class TableVariableStep(string table, IReadOnlyList<string> create) : Step
{
    public override Task RunAsync(BatchRun run) =>
        run.ExecuteAsync(new TranslatedStatement(StatementKind.Other, $"DELETE FROM pg_temp.{Names.Quote(table)}", []) { Before = create });
}
