using WebhookKit.Filtering;
using WebhookKit.Pacing;
using WebhookKit.Retrying;
using WebhookKit.Sending;

namespace WebhookKit.Dispatching;

/// <summary>An endpoint as a lane needs it: its secrets within reach, its retry policy at hand.</summary>
internal sealed record LaneEndpoint(WebhookEndpoint Endpoint, long Revision, LaneKeys Keys, IRetryPolicy RetryPolicy)
{
    /// <summary>How often its circuit was set by something else than its deliveries.</summary>
    public int CircuitInterventions { get; init; }

    /// <summary>The rate limit of its owner; null for none.</summary>
    public OwnerPace? OwnerPace { get; init; }

    /// <summary>Which payloads are sent; null for all.</summary>
    public CompiledFilter? Filter { get; init; }

    /// <summary>Whether it has a filter that cannot be read: nobody knows then what is to be sent.</summary>
    public bool HasUnreadableFilter => Endpoint.Filter is not null && Filter is null;

    /// <summary>Whether one delivery at a time is sent, in the order of their events.</summary>
    public bool IsStrict { get; } = Endpoint.Ordering?.Mode == OrderingMode.Strict;

    /// <summary>How it differs in TLS; null where it does not.</summary>
    public TlsProfile? Tls { get; } = TlsProfile.Of(Endpoint.Tls);

    /// <summary>The URL taken apart once; null where it is no URL, which the egress policy says in better words.</summary>
    public Uri? ParsedUrl { get; } = Uri.TryCreate(Endpoint.Url, UriKind.Absolute, out var parsed) ? parsed : null;
}
