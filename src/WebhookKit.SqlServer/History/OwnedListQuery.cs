using WebhookKit.Storage;

namespace WebhookKit.SqlServer.History;

/// <summary>What else a list of an owner's deliveries may be filtered by where it begins with the owner's events.</summary>
internal sealed class OwnedListQuery
{
    public DeliveryStatus? Status { get; init; }

    public bool? IsReplayed { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public DeliveryId? After { get; init; }

    public int Limit { get; init; }

    public static OwnedListQuery Of(DeliveryListQuery query) => new()
    {
        Status = query.Status,
        IsReplayed = query.IsReplayed,
        From = query.From,
        To = query.To,
        After = query.After,
        Limit = query.Limit,
    };

    public DeliveryListQuery For(string owner) => new()
    {
        Owner = owner,
        Status = Status,
        IsReplayed = IsReplayed,
        From = From,
        To = To,
        After = After,
        Limit = Limit,
    };
}
