using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Steps;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Gives a batch the parameters of its request, and back those that the client wants to know.</summary>
internal static class BatchParameters
{
    public static void Set(SqlRequest request, BatchRun run)
    {
        foreach (var parameter in request.Parameters)
        {
            if (parameter.Value is TableValue table)
            {
                run.SetTable(parameter.Name, TableArguments.Check(parameter.Name, run.Scope.Tables[parameter.Name], table));
            }
            else
            {
                run.Set(parameter.Name, Conversion.To(run.Scope.Variables[parameter.Name], parameter.Value));
            }
        }
    }

    public static void AddOutputs(SqlRequest request, BatchRun run)
    {
        for (var i = 0; i < request.Parameters.Count; i++)
        {
            var parameter = request.Parameters[i];
            if (parameter.IsOutput)
            {
                run.Answer.Outputs.Add(new OutputValue(i, parameter.Name, run.Scope.Variables[parameter.Name], run.Get(parameter.Name)));
            }
        }
    }
}
