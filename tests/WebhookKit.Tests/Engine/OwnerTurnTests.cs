using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Owners that share the places of a process.</summary>
internal sealed class OwnerTurnTests(EngineStore store) : EngineFixture(store)
{
    private const int EndpointsOfLarge = 30;
    private const int EventsEach = 5;

    [Test]
    public async Task One_with_many_endpoints_does_not_hold_up_one_with_few()
    {
        var publishing = await StartHostAsync(("Hosting:Deliver", "false"));
        for (var number = 0; number < EndpointsOfLarge; number++)
        {
            await SubscribeAsync(publishing, "large", Receiver.At($"/large/{number}").Url);
        }

        await SubscribeAsync(publishing, "small", Receiver.At("/small").Url);
        await PublishAsync(publishing, "large", EventsEach);
        await PublishAsync(publishing, "small", EventsEach);

        await StartHostAsync(
            services => Share(services, publishing.Services.GetRequiredService<IWebhookStore>()), ("Dispatching:MaxConcurrency", "1"));
        var received = await Receiver.WaitForAsync((EndpointsOfLarge + 1) * EventsEach, EngineHost.Patience);

        // By turns of endpoints alone its last would be among the last.
        var lastOfSmall = received.Index().Last(request => request.Item.Path == "/small").Index;
        Assert.That(lastOfSmall, Is.LessThan(EndpointsOfLarge * EventsEach / 2));
    }

    [Test]
    public async Task No_more_is_under_way_for_an_owner_than_it_may_have()
    {
        var host = await StartHostAsync(("Dispatching:MaxConcurrencyPerOwner", "2"));
        var large = Enumerable.Range(0, 4).Select(number => Receiver.At($"/large/{number}")).ToArray();
        var holds = large.Select(path => path.Hold()).ToArray();
        foreach (var path in large)
        {
            await SubscribeAsync(host, "large", path.Url);
        }

        await SubscribeAsync(host, "small", Receiver.At("/small").Url);
        await PublishAsync(host, "large", EventsEach);
        await PublishAsync(host, "small", EventsEach);

        await Receiver.WaitUntilAsync(all => all.Count(request => request.Path == "/small") == EventsEach, EngineHost.Patience);
        var underWay = Receiver.Requests.Count(request => request.Path != "/small");
        Array.ForEach(holds, hold => hold.Dispose());

        await Receiver.WaitForAsync(5 * EventsEach, EngineHost.Patience);
        Assert.That(underWay, Is.LessThanOrEqualTo(2));
        await host.WaitForAsync(all => all.Count == 5 * EventsEach && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
    }

    private static Task<EndpointWithSecret> SubscribeAsync(EngineHost host, string owner, string url) =>
        host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = ["*"], Owner = owner }, WebhookCaller.Application);

    private static Task<IReadOnlyList<PublishReceipt>> PublishAsync(EngineHost host, string owner, int events) =>
        host.Publisher.PublishAsync([.. Enumerable.Range(0, events).Select(number => new OutgoingEvent { Type = "order.created", Owner = owner, Payload = "{}"u8.ToArray() })]);
}
