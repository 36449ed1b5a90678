using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.SqlServer.Static.Tests.Checking;

namespace WebhookKit.SqlServer.Static.Tests.Rules;

/// <summary>Hints that go together (errors 650, 1047 and 1065 of the server), and that do what they are there for.</summary>
internal sealed class HintRule(Batch batch, ICollection<string> findings) : Rule(batch, findings)
{
    private static readonly TableHintKind[] Granularities = [TableHintKind.Rowlock, TableHintKind.PagLock, TableHintKind.TabLock, TableHintKind.TabLockX];
    private static readonly TableHintKind[] Unlocked = [TableHintKind.NoLock, TableHintKind.ReadUncommitted];
    private static readonly TableHintKind[] Held = [TableHintKind.HoldLock, TableHintKind.Serializable];
    private static readonly TableHintKind[] Locking = [TableHintKind.UpdLock, TableHintKind.XLock];

    private static readonly TableHintKind[] Levels =
    [
        .. Unlocked, .. Held, TableHintKind.ReadCommitted, TableHintKind.ReadCommittedLock, TableHintKind.RepeatableRead, TableHintKind.Snapshot,
    ];

    public override void Visit(NamedTableReference node)
    {
        var hints = node.TableHints.Select(hint => hint.HintKind).ToHashSet();
        if (Granularities.Count(hints.Contains) > 1 || Levels.Count(hints.Contains) > 1)
        {
            Report(node, "hints exclude each other (1047)");
        }

        // The manual puts these two into one group of which one may be named; nobody has tried it on every version.
        if (hints.Contains(TableHintKind.ReadCommittedLock) && Granularities.Any(hints.Contains))
        {
            Report(node, "READCOMMITTEDLOCK beside a granularity may be refused (1047)");
        }

        if (Unlocked.Any(hints.Contains))
        {
            Report(node, "what is not committed is read");
        }

        if (hints.Contains(TableHintKind.ReadPast))
        {
            CheckReadPast(node, hints);
        }
    }

    private void CheckReadPast(NamedTableReference node, HashSet<TableHintKind> hints)
    {
        if (Held.Any(hints.Contains))
        {
            Report(node, "READPAST needs READ COMMITTED or REPEATABLE READ (650)");
        }

        if (!hints.Contains(TableHintKind.ReadCommittedLock) && !Locking.Any(hints.Contains))
        {
            Report(node, "READPAST is refused where READ_COMMITTED_SNAPSHOT is on, unless READCOMMITTEDLOCK is beside it");
        }
    }
}
