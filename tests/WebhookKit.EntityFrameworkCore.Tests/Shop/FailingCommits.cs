using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>Commits that fail as a lost connection does, before the database has heard of them or after it has obeyed.</summary>
internal sealed class FailingCommits : DbTransactionInterceptor
{
    public int Before { get; set; }

    public int After { get; set; }

    public int Tried { get; private set; }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Tried++;
        return Before-- > 0 ? throw Lost() : ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        After-- > 0 ? throw Lost() : Task.CompletedTask;

    private static NpgsqlException Lost() => new("The connection was lost.", new IOException());
}
