using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IHistoryStore"/> promises about walking a long list page by page.</summary>
public abstract class DeliveryPagingContract : StoreFixture
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(100)]
    public async Task Pages_visit_each_delivery_exactly_once(int limit)
    {
        await AddMixedAsync();
        var all = await ListAsync();

        var visited = await WalkAsync(new DeliveryListQuery { Limit = limit });

        Assert.That(visited, Is.EqualTo(all.Select(one => one.Id)));
    }

    [Test]
    public async Task What_is_added_meanwhile_disturbs_no_page()
    {
        await AddMixedAsync();
        var before = (await ListAsync()).Select(one => one.Id).ToArray();

        var visited = await WalkAsync(new DeliveryListQuery { Limit = 4 }, betweenPages: () => AppendAsync(Data.Event()));

        Assert.That(visited, Is.EqualTo(before));
    }

    [Test]
    public async Task Pages_keep_to_the_filters()
    {
        await AddMixedAsync();
        var all = (await ListAsync()).Where(one => one.Status == DeliveryStatus.Dead).Select(one => one.Id).ToArray();

        var visited = await WalkAsync(new DeliveryListQuery { Status = DeliveryStatus.Dead, Limit = 2 });

        Assert.That(visited, Has.Count.GreaterThan(2));
        Assert.That(visited, Is.EqualTo(all));
    }

    [Test]
    public async Task A_page_may_end_between_the_endpoints_of_one_event()
    {
        var low = await AddEndpointAsync(partition: 1);
        var high = await AddEndpointAsync(partition: 2);
        var published = Data.Event();
        await AppendAsync(published);

        var visited = await WalkAsync(new DeliveryListQuery { Limit = 1 });

        Assert.That(visited.Select(id => id.Endpoint), Is.EqualTo([high, low]));
    }

    [Test]
    public async Task A_page_that_is_just_full_has_no_more()
    {
        var endpoint = await AddEndpointAsync();
        await QueueAsync(endpoint);
        await QueueAsync(endpoint);

        var full = await Store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 2 });
        var half = await Store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 1 });
        var nothing = await Store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 1, After = full.Items[1].Id });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(full.HasMore, Is.False);
            Assert.That(half.HasMore, Is.True);
            Assert.That(nothing.Items, Is.Empty);
            Assert.That(nothing.HasMore, Is.False);
        }
    }

    [Test]
    public async Task A_page_may_begin_after_a_delivery_that_is_gone()
    {
        var endpoint = await AddEndpointAsync();
        var older = await QueueAsync(endpoint);
        var gone = new DeliveryId(Data.NextKey(), endpoint);
        await QueueAsync(endpoint);

        var page = await Store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 5, After = gone });

        Assert.That(page.Items.Select(one => one.Id), Is.EqualTo([older]));
    }

    // Twenty deliveries: every state, in turn, for each of two endpoints.
    private async Task AddMixedAsync()
    {
        var endpoints = new[] { await AddEndpointAsync(partition: 5), await AddEndpointAsync(partition: 60) };
        for (var i = 0; i < 10; i++)
        {
            var published = Data.Event();
            await AppendAsync(published);
            foreach (var endpoint in endpoints)
            {
                await BringToAsync(DeliveryId.First(published.Id, endpoint), (DeliveryStatus)(i % 5));
            }
        }
    }

    private async Task<IReadOnlyList<DeliveryId>> WalkAsync(DeliveryListQuery query, Func<Task>? betweenPages = null)
    {
        var visited = new List<DeliveryId>();
        DeliveryPage page;
        do
        {
            page = await Store.History.ListDeliveriesAsync(new DeliveryListQuery
            {
                Status = query.Status,
                Limit = query.Limit,
                After = visited.Count == 0 ? null : visited[^1],
            });
            Assert.That(page.Items, Has.Count.AtMost(query.Limit));
            visited.AddRange(page.Items.Select(one => one.Id));
            Assert.That(visited, Has.Count.LessThan(200), "The walk does not end.");
            await (betweenPages?.Invoke() ?? Task.CompletedTask);
        }
        while (page.HasMore);

        return visited;
    }
}
