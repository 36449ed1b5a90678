namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>A table of a query whose rows are locked for a change.</summary>
/// <param name="Alias">What the query calls it.</param>
/// <param name="SkipsLocked">Whether rows that others hold are passed over.</param>
internal readonly record struct RowLock(string Alias, bool SkipsLocked)
{
    public string Clause => $" FOR UPDATE OF {Alias}{(SkipsLocked ? " SKIP LOCKED" : "")}";
}
