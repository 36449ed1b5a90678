using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Emulation.Translation;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Turns SET statements into steps.</summary>
internal static class OptionPlanner
{
    public static OptionStep? Plan(TSqlStatement statement) => statement switch
    {
        PredicateSetStatement set => Switch(set),
        SetTransactionIsolationLevelStatement set => Level(set),
        SetCommandStatement { Commands: [GeneralSetCommand { CommandType: GeneralSetCommandType.LockTimeout, Parameter: var patience }] } => Patience(patience),
        _ => null,
    };

    // What is always so here, and as clients have it unless they ask for something else.
    private static OptionStep Switch(PredicateSetStatement set)
    {
        const SetOptions Known = SetOptions.NoCount | SetOptions.XactAbort;
        const SetOptions AlwaysOn = SetOptions.QuotedIdentifier | SetOptions.AnsiNulls | SetOptions.AnsiPadding | SetOptions.AnsiWarnings
            | SetOptions.ArithAbort | SetOptions.ConcatNullYieldsNull;
        const SetOptions AlwaysOff = SetOptions.ImplicitTransactions | SetOptions.NumericRoundAbort;

        if ((set.Options & ~(Known | (set.IsOn ? AlwaysOn : AlwaysOff))) != 0)
        {
            throw Translator.Unknown(set);
        }

        return new OptionStep(session =>
        {
            session.CountsNothing = set.Options.HasFlag(SetOptions.NoCount) ? set.IsOn : session.CountsNothing;
            session.AbortsTransactions = set.Options.HasFlag(SetOptions.XactAbort) ? set.IsOn : session.AbortsTransactions;
            return Task.CompletedTask;
        });
    }

    private static OptionStep Level(SetTransactionIsolationLevelStatement set)
    {
        var level = set.Level switch
        {
            IsolationLevel.ReadUncommitted => System.Data.IsolationLevel.ReadUncommitted,
            IsolationLevel.ReadCommitted => System.Data.IsolationLevel.ReadCommitted,
            IsolationLevel.RepeatableRead => System.Data.IsolationLevel.RepeatableRead,
            IsolationLevel.Serializable => System.Data.IsolationLevel.Serializable,
            IsolationLevel.Snapshot => System.Data.IsolationLevel.Snapshot,
            _ => throw Translator.Unknown(set),
        };
        return new OptionStep(session => session.SetIsolationAsync(level));
    }

    private static OptionStep Patience(ScalarExpression expression)
    {
        var milliseconds = expression switch
        {
            IntegerLiteral number => int.Parse(number.Value, CultureInfo.InvariantCulture),
            UnaryExpression { UnaryExpressionType: UnaryExpressionType.Negative, Expression: IntegerLiteral } => -1,
            _ => throw Translator.Unknown(expression),
        };
        return new OptionStep(session => session.SetLockTimeoutAsync(milliseconds));
    }
}
