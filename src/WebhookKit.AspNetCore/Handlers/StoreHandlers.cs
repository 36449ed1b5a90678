using WebhookKit.AspNetCore.Answers;
using WebhookKit.AspNetCore.Requests;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>What the store says about itself: counts and the audit log.</summary>
internal static class StoreHandlers
{
    public static async Task<Answer> CountAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (call.Caller.Owner is not null)
        {
            return Problems.Forbidden("The counts are of all owners together, and only shown to those who may see all of them.");
        }

        var counts = await call.Get<IHistoryStore>().CountAsync(cancellationToken).ConfigureAwait(false);
        var statistics = new StatisticsDocument
        {
            Pending = counts.Pending,
            Failed = counts.Failed,
            Dead = counts.Dead,
            OldestDueAt = counts.OldestDueAt?.UtcDateTime,
        };
        return Answer.Ok(statistics, ApiJson.Plain.StatisticsDocument);
    }

    public static async Task<Answer> ListAuditAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = new AuditListQuery
        {
            Owner = call.Caller.Owner,
            Target = call.Query.FindText("target"),
            After = call.Query.FindCursor<Guid>(),
            Limit = call.Query.Limit(),
        };
        call.Query.ThrowIfAnyError();

        var page = await call.Get<IAuditStore>().ListAsync(query, cancellationToken).ConfigureAwait(false);
        var list = new ListDocument<AuditDocument>
        {
            Data = [.. page.Items.Select(AuditDocument.From)],
            NextCursor = page.HasMore ? ListCursor.Write(page.Items[^1].Id) : null,
        };
        return Answer.Ok(list, ApiJson.Plain.ListDocumentAuditDocument);
    }
}
