using WebhookKit.Relational.Columns;
using WebhookKit.Relational.Values;
using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Endpoints;

/// <summary>An endpoint as it is kept; filled by Dapper.</summary>
internal sealed class EndpointRow
{
    public required long Id { get; init; }

    public required string Owner { get; init; }

    public required string Url { get; init; }

    public required string[] Events { get; init; }

    public string? Description { get; init; }

    public string? Metadata { get; init; }

    public string? Headers { get; init; }

    public string? Retry { get; init; }

    public string? RateLimit { get; init; }

    public string? Filter { get; init; }

    public string? Tls { get; init; }

    public byte[]? ClientKey { get; init; }

    public required short Ordering { get; init; }

    public short? SkipAfter { get; init; }

    public string? Signers { get; init; }

    public required short Status { get; init; }

    public string? StatusReason { get; init; }

    public DateTime? FailingSince { get; init; }

    public DateTime? CircuitOpenedAt { get; init; }

    public DateTime? CircuitOpenUntil { get; init; }

    public required int CircuitOpenings { get; init; }

    public required int CircuitInterventions { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required long Revision { get; init; }

    public EndpointRecord ToRecord(IEnumerable<SecretRow> secrets) => new()
    {
        Endpoint = new WebhookEndpoint
        {
            Id = new EndpointId(Id),
            Owner = Owner,
            Url = Url,
            Events = Events,
            Description = Description,
            Metadata = JsonColumns.ReadDictionary(Metadata),
            Headers = JsonColumns.ReadDictionary(Headers),
            Retry = JsonColumns.ReadRetry(Retry),
            RateLimit = JsonColumns.ReadRateLimit(RateLimit),
            Filter = JsonColumns.ReadFilter(Filter),
            Tls = JsonColumns.ReadTls(Tls),
            Ordering = OrderingColumns.Read(Ordering, SkipAfter),
            Signers = JsonColumns.ReadSigners(Signers),
            Status = (EndpointStatus)Status,
            StatusReason = StatusReason,
            FailingSince = UtcTime.ToMoment(FailingSince),
            Circuit = CircuitColumns.Read(UtcTime.ToMoment(CircuitOpenedAt), UtcTime.ToMoment(CircuitOpenUntil), CircuitOpenings),
            CreatedAt = UtcTime.ToMoment(CreatedAt),
            UpdatedAt = UtcTime.ToMoment(UpdatedAt),
        },
        Secrets = [.. secrets.Select(secret => secret.ToSecret())],
        ClientKey = ClientKey,
        Revision = Revision,
        CircuitInterventions = CircuitInterventions,
    };
}
