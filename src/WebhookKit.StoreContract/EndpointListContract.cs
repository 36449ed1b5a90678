using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IEndpointStore"/> promises about listing endpoints.</summary>
public abstract class EndpointListContract : StoreFixture
{
    [Test]
    public async Task Endpoints_are_listed_by_id_page_by_page()
    {
        var ids = new List<EndpointId>();
        foreach (var partition in new[] { 40, 3, 63, 0, 21 })
        {
            ids.Add(await AddEndpointAsync(partition: partition));
        }

        var first = await ListEndpointsAsync(null, null, 2);
        var second = await ListEndpointsAsync(null, first.Items[^1].Endpoint.Id, 2);
        var third = await ListEndpointsAsync(null, second.Items[^1].Endpoint.Id, 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Items.Concat(second.Items).Concat(third.Items).Select(one => one.Endpoint.Id), Is.EqualTo(ids.Order()));
            Assert.That(new[] { first, second, third }.Select(page => page.HasMore), Is.EqualTo([true, true, false]));
        }
    }

    [Test]
    public async Task A_page_that_is_just_full_has_no_more()
    {
        await AddEndpointAsync();
        await AddEndpointAsync();

        Assert.That((await ListEndpointsAsync(null, null, 2)).HasMore, Is.False);
        Assert.That((await ListEndpointsAsync(null, null, 1)).HasMore, Is.True);
    }

    [Test]
    public async Task Only_the_endpoints_of_an_owner_are_listed()
    {
        var a = await AddEndpointAsync(owner: "a");
        await AddEndpointAsync(owner: "b");
        var second = await AddEndpointAsync(owner: "a");
        var nobody = await AddEndpointAsync();

        var page = await ListEndpointsAsync("a", null, 2);

        Assert.That(page.Items.Select(one => one.Endpoint.Id), Is.EqualTo([a, second]));
        Assert.That(page.HasMore, Is.False);
        Assert.That((await ListEndpointsAsync("", null, 9)).Items.Select(one => one.Endpoint.Id), Is.EqualTo([nobody]));
    }

    private async Task<EndpointPage> ListEndpointsAsync(string? owner, EndpointId? after, int limit) =>
        await Store.Endpoints.ListAsync(new EndpointListQuery { Owner = owner, After = after, Limit = limit });
}
