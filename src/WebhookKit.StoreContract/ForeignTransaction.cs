using System.Data;
using System.Data.Common;

namespace WebhookKit.StoreContract;

/// <summary>A transaction that belongs to no database driver.</summary>
internal sealed class ForeignTransaction : DbTransaction
{
    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection? DbConnection => null;

    public override void Commit() => throw new InvalidOperationException("A store used a transaction it does not know.");

    public override void Rollback() => throw new InvalidOperationException("A store used a transaction it does not know.");
}
