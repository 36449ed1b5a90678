using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>What the engine delivers is what the receiver lets in.</summary>
public sealed class DeliveredTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task An_event_gets_from_the_publisher_through_the_gate_to_the_handler()
    {
        var secret = WebhookSecret.Generate();
        var arrived = new TaskCompletionSource<(string Id, int Total)>();
        await using var receiver = await ReceivingHost.StartAsync(
            app => app.MapPost("/hook", (Order order, ReceivedWebhook webhook) =>
            {
                arrived.TrySetResult((webhook.Id, order.Total));
                return Results.NoContent();
            }).RequireWebhookSignature(secret),
            services => services.AddSingleton(TimeProvider.System));
        await using var sender = await ApiHost.StartDeliveringAsync();
        await sender.CreateEndpointAsync($"{receiver.Root}hook", $$""","secret":"{{secret.Reveal()}}" """);

        var id = await sender.PublishAsync(payload: """{"total": 42}""");

        Assert.That(await arrived.Task.WaitAsync(Patience), Is.EqualTo((id, 42)));
    }

    private sealed record Order(int Total);
}
