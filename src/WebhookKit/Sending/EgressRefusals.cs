namespace WebhookKit.Sending;

/// <summary>What is said when a refusal is found after the URL was accepted. Never names an address.</summary>
internal static class EgressRefusals
{
    public const string Address = "The address is not a public one; deliveries go to public addresses only.";

    public const string ResolvedAddress =
        "The host name resolves to an address that the egress policy forbids; have it resolve to public addresses only.";

    public const string Diverted = "The connection did not lead to the address that was checked, and was closed.";

    public const string OtherTarget = "The request was turned to another host than the endpoint's URL names, and was stopped.";
}
