using WebhookKit.Sending;

namespace WebhookKit.Administration;

/// <summary>Puts what somebody says about an endpoint into the endpoint.</summary>
internal static class EndpointFields
{
    /// <summary>A new endpoint.</summary>
    public static WebhookEndpoint Create(EndpointId id, string owner, EndpointInput input, EndpointTls? tls, DateTimeOffset now) =>
        Merge(new WebhookEndpoint { Id = id, Url = AsciiUrl.Of(input.Url), Events = input.Events, Owner = owner, CreatedAt = now, UpdatedAt = now }, input, tls, now);

    /// <summary>An endpoint as it is after a change.</summary>
    /// <param name="old">As it was.</param>
    /// <param name="input">What is said about it; null where only something that belongs to it has changed.</param>
    /// <param name="tls">Its TLS settings, where something is said about it.</param>
    /// <param name="now">The moment.</param>
    public static WebhookEndpoint Merge(WebhookEndpoint old, EndpointInput? input, EndpointTls? tls, DateTimeOffset now) => new()
    {
        Id = old.Id,
        Url = input is null ? old.Url : AsciiUrl.Of(input.Url),
        Events = input is null ? old.Events : [.. input.Events],
        Owner = old.Owner,
        Description = input is null ? old.Description : input.Description,
        Metadata = input is null ? old.Metadata : input.Metadata.ToDictionary(),
        Headers = input is null ? old.Headers : input.Headers.ToDictionary(),
        Retry = input is null ? old.Retry : input.Retry,
        RateLimit = input is null ? old.RateLimit : input.RateLimit,
        Filter = input is null ? old.Filter : input.Filter,
        Tls = input is null ? old.Tls : tls,
        Ordering = input is null ? old.Ordering : input.Ordering,
        Signers = input is null ? old.Signers : input.Signers is { } signers ? [.. signers] : null,
        Status = old.Status,
        StatusReason = old.StatusReason,
        FailingSince = old.FailingSince,
        Circuit = old.Circuit,
        CreatedAt = old.CreatedAt,
        UpdatedAt = now,
    };
}
