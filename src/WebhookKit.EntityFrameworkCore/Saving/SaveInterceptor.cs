using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using WebhookKit.Storage;

namespace WebhookKit.EntityFrameworkCore.Saving;

/// <summary>Stores the pending events of a context in the transaction of its <c>SaveChanges</c>.</summary>
/// <remarks>
/// In a transaction of the call's own, just before it commits: every try of an execution strategy has one, and an event that
/// cannot be stored takes the entities back. In one of the host's, after the savepoint to which the context returns when
/// saving fails; where there is none, after the entities.
/// </remarks>
internal sealed partial class SaveInterceptor(PendingEvents pending)
{
    private void Begin(DbContext context)
    {
        if (pending.Events.Count == 0)
        {
            return;
        }

        var database = context.Database;
        var ambient = database.GetEnlistedTransaction() ?? Transaction.Current;
        var place = database.CurrentTransaction is not null ? SavePlace.Host : ambient is not null ? SavePlace.Ambient : SavePlace.Own;
        pending.Save = new RunningSave(place, ambient, database.AutoTransactionBehavior);
        if (place == SavePlace.Own)
        {
            // A single statement would be committed by itself.
            database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        }
    }

    private ValueTask SavepointSetAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        pending.Save is { Place: SavePlace.Host, HasStored: false } save ? StoreAsync(save, transaction, cancellationToken) : ValueTask.CompletedTask;

    private ValueTask CommittingAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        pending.Save is { Place: SavePlace.Own } save ? StoreAsync(save, transaction, cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask SavedAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (pending.Save is not { } save)
        {
            return;
        }

        if (!save.HasStored)
        {
            await StoreWithoutEntitiesAsync(context, save, cancellationToken).ConfigureAwait(false);
        }

        pending.Clear();
        End(context);
    }

    /// <summary>There was nothing to save, or no point before saving at which it would have been taken back with the entities.</summary>
    private async ValueTask StoreWithoutEntitiesAsync(DbContext context, RunningSave save, CancellationToken cancellationToken)
    {
        if (save.Ambient is not { } ambient)
        {
            await StoreAsync(save, context.Database.CurrentTransaction?.GetDbTransaction(), cancellationToken).ConfigureAwait(false);
            return;
        }

        using var scope = new TransactionScope(ambient, TransactionScopeAsyncFlowOption.Enabled);
        await StoreAsync(save, transaction: null, cancellationToken).ConfigureAwait(false);
        scope.Complete();
    }

    /// <summary>What failed stays pending, as entities do.</summary>
    private void End(DbContext context)
    {
        if (pending.Save is { } save)
        {
            context.Database.AutoTransactionBehavior = save.Behavior;
            pending.Save = null;
        }
    }

    private async ValueTask StoreAsync(RunningSave save, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        try
        {
            await pending.Publisher.PublishAsync(pending.Events, transaction, cancellationToken).ConfigureAwait(false);
            save.HasStored = true;
        }
        catch (WebhookStoreException exception)
        {
            // Execution strategies look at what is inside of this one, and at nothing else's inside.
            throw new DbUpdateException($"The webhook events could not be saved. {exception.Message}", exception.InnerException ?? exception);
        }
    }
}
