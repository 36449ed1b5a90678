using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Endpoints;

/// <summary>A secret as it is kept; filled by Dapper.</summary>
internal sealed class SecretRow
{
    public required long EndpointId { get; init; }

    public required Guid Id { get; init; }

    public required byte[] Protected { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public StoredSecret ToSecret() => new()
    {
        Id = Id,
        Protected = Protected,
        CreatedAt = UtcTime.ToMoment(CreatedAt),
        ExpiresAt = UtcTime.ToMoment(ExpiresAt),
    };
}
