namespace WebhookKit.Sending;

/// <summary>
/// Names the egress policy of each endpoint, where they are not all the same. The policies are added with <c>AddEgressPolicy</c>; without a
/// selector, the one of the <c>Egress</c> options is everybody's.
/// </summary>
/// <remarks>
/// Called concurrently: when an endpoint is created or changed, and before every attempt, test events and replays included. Pure and quick.
/// Where it throws, nothing is sent; where it names a policy that is not there, nothing is sent either, and never by another one.
/// </remarks>
public interface IEgressPolicySelector
{
    /// <summary>Names the policy of an endpoint.</summary>
    /// <param name="target">The endpoint.</param>
    /// <returns>The name of the policy; null for that of the <c>Egress</c> options.</returns>
    string? Select(EgressTarget target);
}
