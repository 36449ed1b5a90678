using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

/// <summary>Makes egress policies for tables.</summary>
internal static class Egress
{
    public static IEgressPolicy Policy(EgressOptions? options = null) => new EgressPolicy(new SetOptions<EgressOptions>(options ?? new EgressOptions()));

    public static IEgressPolicy Allowing(params string[] networks) => Policy(new EgressOptions { AllowedNetworks = [.. networks] });

    public static IEgressPolicy Blocking(params string[] networks) => Policy(new EgressOptions { BlockedNetworks = [.. networks] });
}
