using System.Diagnostics.CodeAnalysis;
using WebhookKit.Storage;

namespace WebhookKit.Dispatching;

/// <summary>What a lane knows of its endpoint, and whether that is fresh enough to send by. Not thread-safe.</summary>
/// <remarks>
/// Only the endpoint ages. That a slow answer does not bring back what was settled meanwhile is not a matter of time: the
/// lane remembers what is settled while it is read.
/// </remarks>
internal sealed class KnownEndpoint(TimeProvider clock)
{
    /// <summary>Disabling or deleting must stop requests within 2 s. Counted from the question, because the answer may be as old.</summary>
    private static readonly TimeSpan FreshAfterQuestion = TimeSpan.FromSeconds(1.5);

    /// <summary>A database that always takes longer than that must not stop delivery: a while after each answer, requests may start.</summary>
    private static readonly TimeSpan FreshAfterAnswer = TimeSpan.FromSeconds(0.5);

    private LaneEndpoint? _endpoint;
    private long _askedAt;
    private long _answeredAt;

    /// <summary>The endpoint; null before the first answer, and when it does not exist.</summary>
    public LaneEndpoint? Endpoint => _endpoint;

    [MemberNotNullWhen(true, nameof(Endpoint))]
    public bool IsEnabled => _endpoint is { Endpoint.Status: EndpointStatus.Enabled };

    /// <summary>Whether a request may start without asking again.</summary>
    public bool IsFresh => clock.GetElapsedTime(_askedAt) <= FreshAfterQuestion || clock.GetElapsedTime(_answeredAt) <= FreshAfterAnswer;

    /// <summary>Takes over what the store answered.</summary>
    /// <param name="contents">The answer.</param>
    /// <param name="changed">The endpoint where it has changed.</param>
    /// <param name="askedAt">The clock's timestamp from before the question.</param>
    public void Answered(LaneContents contents, LaneEndpoint? changed, long askedAt)
    {
        _endpoint = contents.Exists ? changed ?? _endpoint : null;
        (_askedAt, _answeredAt) = (askedAt, clock.GetTimestamp());
    }
}
