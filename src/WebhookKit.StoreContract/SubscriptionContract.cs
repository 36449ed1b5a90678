using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IOutboxStore"/> promises about which endpoints an event is queued for.</summary>
public abstract class SubscriptionContract : StoreFixture
{
    [TestCase("order.created", "order.created", true)]
    [TestCase("order.created", "order.creating", false)]
    [TestCase("order.created", "order", false)]
    [TestCase("order.created", "order.created.late", false)]
    [TestCase("order.created", "Order.Created", false)]
    [TestCase("order.*", "order.created", true)]
    [TestCase("order.*", "order.item.added", true)]
    [TestCase("order.*", "order", false)]
    [TestCase("order.*", "orders.x", false)]
    [TestCase("order.*", "Order.created", false)]
    [TestCase("order.item.*", "order.item.added.twice", true)]
    [TestCase("order.item.*", "order.item", false)]
    [TestCase("order.item.*", "order.created", false)]
    [TestCase("a_b.*", "axb.c", false)]
    [TestCase("a_b", "axb", false)]
    [TestCase("*", "order", true)]
    [TestCase("*", "order.item.added.twice", true)]
    [TestCase("*", "webhookkit.endpoint.failing", false)]
    [TestCase("webhookkit.*", "webhookkit.endpoint.failing", true)]
    [TestCase("webhookkit.endpoint.*", "webhookkit.endpoint.failing", true)]
    [TestCase("webhookkit.endpoint.failing", "webhookkit.endpoint.failing", true)]
    [TestCase("*", "webhookkit", true)]
    [TestCase("*", "WebhookKit.endpoint", true)]
    public async Task A_pattern_matches_by_whole_segments_and_exact_characters(string pattern, string type, bool matches)
    {
        var endpoint = await AddEndpointAsync(pattern);

        var appended = await AppendAsync(Data.Event(type));

        Assert.That(appended.Single().Endpoints, Is.EqualTo(matches ? [endpoint] : Array.Empty<EndpointId>()));
        Assert.That(await DueAsync(endpoint), Has.Count.EqualTo(matches ? 1 : 0));
    }

    [Test]
    public async Task The_longest_type_is_matched()
    {
        var type = string.Join('.', Enumerable.Repeat("a", EventTypePattern.MaxLength / 2)) + "b";
        var exact = await AddEndpointAsync(type);
        var prefix = await AddEndpointAsync("a.a.a.*");

        var appended = await AppendAsync(Data.Event(type));

        Assert.That(appended.Single().Endpoints, Is.EquivalentTo([exact, prefix]));
    }

    [Test]
    public async Task Several_matches_of_one_endpoint_make_one_delivery()
    {
        var record = Data.Endpoint(["order.created", "order.*", "*"]);
        await Store.Endpoints.CreateAsync(Data.Creation(record));

        var appended = await AppendAsync(Data.Event());

        Assert.That(appended.Single().Endpoints, Is.EqualTo([record.Endpoint.Id]));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Every_endpoint_that_matches_gets_a_delivery()
    {
        var exact = await AddEndpointAsync("order.created", partition: 0);
        var prefix = await AddEndpointAsync("order.*", partition: 31);
        var any = await AddEndpointAsync("*", partition: 63);
        await AddEndpointAsync("order.paid");

        var appended = await AppendAsync(Data.Event());

        Assert.That(appended.Single().Endpoints, Is.EquivalentTo([exact, prefix, any]));
    }

    [Test]
    public async Task An_event_stays_with_its_owner()
    {
        var a = await AddEndpointAsync(owner: "a");
        var b = await AddEndpointAsync(owner: "b");
        var upper = await AddEndpointAsync(owner: "A");
        var nobody = await AddEndpointAsync();

        var appended = await AppendAsync(Data.Event(owner: "a"), Data.Event(owner: "b"), Data.Event(), Data.Event(owner: "A"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(appended[0].Endpoints, Is.EqualTo([a]));
            Assert.That(appended[1].Endpoints, Is.EqualTo([b]));
            Assert.That(appended[2].Endpoints, Is.EqualTo([nobody]));
            Assert.That(appended[3].Endpoints, Is.EqualTo([upper]));
        }
    }

    [Test]
    public async Task A_disabled_endpoint_gets_nothing()
    {
        var endpoint = await AddEndpointAsync();
        await DisableAsync(endpoint);

        var appended = await AppendAsync(Data.Event());

        Assert.That(appended.Single().Endpoints, Is.Empty);
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task An_endpoint_that_is_enabled_again_gets_what_comes_then()
    {
        var endpoint = await AddEndpointAsync();
        await DisableAsync(endpoint);
        await AppendAsync(Data.Event());
        await Store.Endpoints.SetStatusAsync(Data.StatusChange(endpoint, EndpointStatus.Enabled));

        var appended = await AppendAsync(Data.Event());

        Assert.That(appended.Single().Endpoints, Is.EqualTo([endpoint]));
        Assert.That(await ListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_deleted_endpoint_gets_nothing()
    {
        var endpoint = await AddEndpointAsync();
        await DeleteAsync(endpoint);

        var appended = await AppendAsync(Data.Event());

        Assert.That(appended.Single().Endpoints, Is.Empty);
    }
}
