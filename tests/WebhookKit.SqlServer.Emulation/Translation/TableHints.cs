using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>What the hints of a table ask for.</summary>
internal readonly record struct TableHints(bool Updates, bool SkipsLocked, bool Ranges, bool WholeTable)
{
    /// <summary>Reads them. Those that choose an index or the size of locks mean nothing here.</summary>
    public static TableHints Of(NamedTableReference table)
    {
        var hints = new TableHints();
        foreach (var hint in table.TableHints)
        {
            hints = hint.HintKind switch
            {
                TableHintKind.UpdLock or TableHintKind.XLock => hints with { Updates = true },
                TableHintKind.ReadPast => hints with { SkipsLocked = true },
                TableHintKind.HoldLock or TableHintKind.Serializable => hints with { Ranges = true },
                TableHintKind.TabLockX => hints with { WholeTable = true },
                TableHintKind.Rowlock or TableHintKind.PagLock or TableHintKind.ForceSeek or TableHintKind.Index
                    or TableHintKind.ReadCommitted or TableHintKind.ReadCommittedLock or TableHintKind.NoLock => hints,
                _ => throw Translator.Unknown(hint),
            };
        }

        return hints;
    }
}
