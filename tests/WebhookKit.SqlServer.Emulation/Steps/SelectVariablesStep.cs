using WebhookKit.SqlServer.Emulation.Translation;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Gives variables the values of the last row of a query; without a row they keep what they have.</summary>
internal sealed class SelectVariablesStep(IReadOnlyList<(string Name, SqlType Type)> variables, TranslatedStatement query) : Step
{
    public override async Task RunAsync(BatchRun run)
    {
        var result = await run.ExecuteAsync(query);
        run.Session.RowCount = result.Rows.Count;
        if (result.Rows is [.., var last])
        {
            for (var i = 0; i < variables.Count; i++)
            {
                run.Set(variables[i].Name, Conversion.To(variables[i].Type, last[i]));
            }
        }
    }
}
