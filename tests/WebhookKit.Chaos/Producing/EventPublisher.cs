using System.Data.Common;
using System.Transactions;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Journals;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Producing;

/// <summary>Publishes one event once, as a mode says, and answers what is known of it then.</summary>
internal sealed class EventPublisher(ProducerPlan plan, IServiceProvider services)
{
    private const string Savepoint = "before_event";

    private readonly IWebhookPublisher _publisher = services.GetRequiredService<IWebhookPublisher>();
    private readonly IOutboxStore _outbox = services.GetRequiredService<IOutboxStore>();

    /// <summary>Whether a mode is one after which the event is stored.</summary>
    public static bool IsMeantToStay(PublishMode mode) => mode is PublishMode.Own or PublishMode.OwnById or PublishMode.Host;

    /// <summary>Whether a mode writes an order in the same transaction.</summary>
    public static bool WritesOrder(PublishMode mode) => mode is not (PublishMode.Own or PublishMode.OwnById or PublishMode.ScopeAbandoned);

    public async Task<PublishState> PublishAsync(PublishMode mode, FixedEvent outgoing)
    {
        try
        {
            switch (mode)
            {
                case PublishMode.Own:
                    await AddEventAsync(outgoing, transaction: null);
                    return PublishState.Ok;
                case PublishMode.OwnById:
                    await AppendAsync(outgoing);
                    return PublishState.Ok;
                case PublishMode.ScopeAbandoned:
                    await AbandonScopeAsync(outgoing);
                    return PublishState.Fail;
                default:
                    return await PublishInTransactionAsync(mode, outgoing);
            }
        }
        catch (Exception exception) when (exception is WebhookStoreException or DbException)
        {
            return mode == PublishMode.ScopeAbandoned ? PublishState.Fail : PublishState.Info;
        }
    }

    private async Task<PublishState> PublishInTransactionAsync(PublishMode mode, FixedEvent outgoing)
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

            await OrderTable.AddAsync(connection, transaction, outgoing.Key);
            await AddEventAsync(outgoing, transaction);
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
                    await OrderTable.AddRefusedAsync(connection, transaction, outgoing.Key);
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

    private Task<PublishReceipt> AddEventAsync(FixedEvent outgoing, DbTransaction? transaction) =>
        _publisher.PublishAsync(
            new OutgoingEvent
            {
                Type = FixedEvent.Type,
                Owner = outgoing.Owner,
                Payload = outgoing.Payload,
                IdempotencyKey = plan.Retries ? outgoing.Key : null,
            },
            transaction);

    private async Task AppendAsync(FixedEvent outgoing)
    {
        var stored = new WebhookEvent
        {
            Id = outgoing.Id,
            Type = FixedEvent.Type,
            Owner = outgoing.Owner,
            Payload = outgoing.Payload,
            ContentType = "application/json",
            CreatedAt = DateTimeOffset.UtcNow,
        };
        await _outbox.AppendAsync(new AppendRequest { Events = [stored] });
    }

    // Only the store's connection takes part: a second one would make it a distributed transaction.
    private async Task AbandonScopeAsync(FixedEvent outgoing)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await AddEventAsync(outgoing, transaction: null);
    }

    private static bool IsRefusal(Exception exception) =>
        exception is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.ForeignKeyViolation }
            or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT };

    private sealed class HostCodeException : Exception;
}
