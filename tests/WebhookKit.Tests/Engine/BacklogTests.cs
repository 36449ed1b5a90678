using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

internal sealed class BacklogTests(EngineStore store) : EngineFixture(store)
{
    [Test]
    public async Task What_commits_late_does_not_wait_for_the_end_of_the_backlog()
    {
        var host = await StartHostAsync(UseFakeClock, ("Dispatching:MaxConcurrencyPerEndpoint", "1"));
        var path = Receiver.At("/busy");
        await host.SubscribeAsync(path.Url);
        var hold = path.Hold();
        await host.PublishManyAsync(200);
        await Receiver.WaitForAsync(1, EngineHost.Patience);
        var late = EventBefore(host.Clock.GetUtcNow());

        // As a transaction of another process that began long ago: nobody is woken.
        await host.Services.GetRequiredService<IOutboxStore>().AppendAsync(new AppendRequest { Events = [late] });
        host.Clock.Advance(TimeSpan.FromSeconds(1.1));
        hold.Dispose();

        var requests = await Receiver.WaitForAsync(201, EngineHost.Patience);
        Assert.That(requests.Select(request => request.WebhookId).ToList().IndexOf(late.Id.ToString()), Is.InRange(1, 20));
    }

    private static WebhookEvent EventBefore(DateTimeOffset now) => new()
    {
        Id = new EventId(Guid.CreateVersion7(now.AddSeconds(-30))),
        Type = "order.created",
        Owner = "",
        ContentType = "application/json",
        Payload = "{}"u8.ToArray(),
        CreatedAt = now.AddSeconds(-30),
    };
}
