using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Journals;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Producing;

/// <summary>Publishes some events together, once, as a mode says, and answers what is known of them then.</summary>
internal sealed class EventPublisher(ProducerPlan plan, IServiceProvider services)
{
    private const string Savepoint = "before_event";

    private readonly IWebhookPublisher _publisher = services.GetRequiredService<IWebhookPublisher>();

    /// <summary>Whether a mode is one after which the event is stored.</summary>
    public static bool IsMeantToStay(PublishMode mode) => mode is PublishMode.Own or PublishMode.OwnById or PublishMode.Host or PublishMode.Context;

    /// <summary>Whether a mode writes an order in the same transaction.</summary>
    public static bool WritesOrder(PublishMode mode) => mode is not (PublishMode.Own or PublishMode.OwnById or PublishMode.ScopeAbandoned);

    public async Task<PublishState> PublishAsync(PublishMode mode, IReadOnlyList<FixedEvent> events)
    {
        try
        {
            switch (mode)
            {
                case PublishMode.Own or PublishMode.OwnById:
                    await AddEventsAsync(events, transaction: null, byId: mode == PublishMode.OwnById);
                    return PublishState.Ok;
                case PublishMode.Context:
                    await new ContextPublisher(plan, services).PublishAsync(events, one => OutgoingOf(one, byId: true));
                    return PublishState.Ok;
                case PublishMode.ScopeAbandoned:
                    await AbandonScopeAsync(events);
                    return PublishState.Fail;
                default:
                    return await PublishInTransactionAsync(mode, events);
            }
        }
        catch (Exception exception) when (exception is WebhookStoreException or DbException or DbUpdateException or RetryLimitExceededException)
        {
            return mode == PublishMode.ScopeAbandoned ? PublishState.Fail : PublishState.Info;
        }
    }

    private async Task<PublishState> PublishInTransactionAsync(PublishMode mode, IReadOnlyList<FixedEvent> events)
    {
        var isCommitting = false;
        try
        {
            await using var connection = await StoreAccess.OpenAsync(plan.Store, plan.Database);
            await using var transaction = await connection.BeginTransactionAsync();
            if (mode == PublishMode.BackToSavepoint)
            {
                await transaction.SaveAsync(Savepoint);
            }

            foreach (var one in events)
            {
                await OrderTable.AddAsync(connection, transaction, one.Key);
            }

            await AddEventsAsync(events, transaction);
            switch (mode)
            {
                case PublishMode.RolledBack:
                    await transaction.RollbackAsync();
                    return PublishState.Fail;
                case PublishMode.Disposed:
                    return PublishState.Fail;
                case PublishMode.Thrown:
                    throw new HostCodeException();
                case PublishMode.ConnectionClosed:
                    await connection.CloseAsync();
                    return PublishState.Fail;
                case PublishMode.BackToSavepoint:
                    await transaction.RollbackAsync(Savepoint);
                    await transaction.CommitAsync();
                    return PublishState.Fail;
                case PublishMode.CommitRefused:
                    await OrderTable.AddRefusedAsync(connection, transaction, events[0].Key);
                    break;
            }

            isCommitting = true;
            await transaction.CommitAsync();
            return PublishState.Ok;
        }
        catch (HostCodeException)
        {
            return PublishState.Fail;
        }
        catch (Exception exception) when (exception is WebhookStoreException or DbException)
        {
            // Before the commit was asked for, nothing can have been committed; and what the database refuses, it has not done.
            return isCommitting && !IsRefusal(exception) ? PublishState.Info : PublishState.Fail;
        }
    }

    private Task<IReadOnlyList<PublishReceipt>> AddEventsAsync(IReadOnlyList<FixedEvent> events, DbTransaction? transaction, bool byId = false) =>
        _publisher.PublishAsync([.. events.Select(one => OutgoingOf(one, byId))], transaction);

    private OutgoingEvent OutgoingOf(FixedEvent one, bool byId) => new()
    {
        Id = byId ? one.Id : null,
        Type = FixedEvent.Type,
        Owner = one.Owner,
        Payload = one.Payload,
        IdempotencyKey = plan.Retries && !byId ? one.Key : null,
    };

    // Only the store's connection takes part: a second one would make it a distributed transaction.
    private async Task AbandonScopeAsync(IReadOnlyList<FixedEvent> events)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await AddEventsAsync(events, transaction: null);
    }

    private static bool IsRefusal(Exception exception) =>
        exception is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.ForeignKeyViolation }
            or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT };

    private sealed class HostCodeException : Exception;
}
