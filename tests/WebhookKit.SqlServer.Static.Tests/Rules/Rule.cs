using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>Looks for one kind of mistake that neither the grammar nor the model sees.</summary>
/// <param name="batch">Where.</param>
/// <param name="findings">What was found; added to.</param>
internal abstract class Rule(Batch batch, ICollection<string> findings) : TSqlFragmentVisitor
{
    protected Batch Batch => batch;

    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All(Batch batch, ICollection<string> findings) =>
    [
        new AssignmentRule(batch, findings),
        new BuiltInRule(batch, findings),
        new CaseRule(batch, findings),
        new ComparisonRule(batch, findings),
        new HintRule(batch, findings),
        new ResultColumnRule(batch, findings),
        new TerminatorRule(batch, findings),
        new UnwantedRule(batch, findings),
        new VariableRule(batch, findings),
    ];

    protected void Report(TSqlFragment where, string what) => findings.Add($"{what} (line {where.StartLine - 1})");
}
