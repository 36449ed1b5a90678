using System.Net;
using System.Net.Sockets;
using WebhookKit.EndToEnd.Tests.Programs;
using WebhookKit.Testing;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>A proxy that the environment names would connect where the egress guard cannot see.</summary>
internal sealed class ProxyVariableTests
{
    [Test]
    public async Task Deliveries_and_test_events_do_not_go_through_the_proxy_of_the_environment()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var address = $"http://{proxy.LocalEndpoint}";
        using var folder = new TemporaryFolder();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var program = await OrdersApiProgram.StartAsync(
            folder.Database,
            [.. new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" }.SelectMany(name => new[] { (name, address), (name.ToLowerInvariant(), address) })]);
        var (id, _) = await program.CreateEndpointAsync(receiver.At("/in").Url, "*");

        await program.PostAsync($"webhooks/v1/endpoints/{id}/test", new { });
        var published = await program.PublishAsync("order.created", new { number = 1 });
        await program.WaitForDeliveryAsync(published, "succeeded", TimeSpan.FromSeconds(30));

        Assert.That(proxy.Pending(), Is.False, "Somebody has connected to the proxy.");
        Assert.That(receiver.Requests, Has.Count.EqualTo(2));
    }
}
