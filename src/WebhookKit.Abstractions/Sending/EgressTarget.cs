namespace WebhookKit.Sending;

/// <summary>An endpoint whose egress policy is to be named.</summary>
public sealed class EgressTarget
{
    /// <summary>The owner of the endpoint; empty in applications without owners.</summary>
    public required string Owner { get; init; }

    /// <summary>The endpoint. One that is being created has its id already.</summary>
    public required EndpointId Endpoint { get; init; }

    /// <summary>
    /// Its URL, with the host name in ASCII. The subscriber chose it, and no policy has judged it yet: choose by it only within what its
    /// owner may do.
    /// </summary>
    public required string Url { get; init; }
}
