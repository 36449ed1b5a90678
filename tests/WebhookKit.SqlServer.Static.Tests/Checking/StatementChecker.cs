using Microsoft.SqlServer.Dac.Model;
using WebhookKit.SqlServer.Static.Tests.Capturing;
using WebhookKit.SqlServer.Static.Tests.Schema;
using Rule = WebhookKit.SqlServer.Static.Tests.Rules.Rule;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>Checks texts without a server: by the grammar, by the rules, and by the model of the schema.</summary>
internal sealed class StatementChecker(SchemaScript schema, SqlServerVersion version)
{
    /// <summary>What is wrong with each of some texts.</summary>
    /// <param name="statements">The texts.</param>
    /// <param name="isComplete">Whether all is said of each; otherwise one mistake is enough, and the model, which is slow, is asked about the rest.</param>
    public IReadOnlyList<IReadOnlyList<string>> Check(IReadOnlyList<Statement> statements, bool isComplete = true)
    {
        var findings = statements.Select(_ => new List<string>()).ToArray();
        var left = new List<(Batch Batch, List<string> Findings)>();
        for (var i = 0; i < statements.Count; i++)
        {
            if (Read(statements[i], findings[i]) is { } batch && (isComplete || findings[i].Count == 0))
            {
                left.Add((batch, findings[i]));
            }
        }

        var found = new SchemaModel(schema, version).Check([.. left.Select(one => one.Batch)]);
        for (var i = 0; i < found.Count; i++)
        {
            left[i].Findings.AddRange(found[i]);
        }

        return findings;
    }

    private Batch? Read(Statement statement, List<string> findings)
    {
        if (Batch.Read(schema, "text", statement.Declaration, statement.Text, findings) is not { } batch)
        {
            return null;
        }

        foreach (var rule in Rule.All(batch, findings))
        {
            batch.Procedure.StatementList.Accept(rule);
        }

        return batch;
    }
}
