using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IStoreSchema"/> promises. Its store must be over an empty database.</summary>
public abstract class StoreSchemaContract : StoreFixture
{
    /// <inheritdoc />
    protected override ValueTask PrepareAsync(IWebhookStore store) => ValueTask.CompletedTask;

    [Test]
    public async Task Applying_brings_the_database_up_to_date()
    {
        var before = await Store.Schema.CheckAsync();

        await Store.Schema.ApplyAsync();

        var after = await Store.Schema.CheckAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Needed, Is.Positive.And.EqualTo(before.Needed));
            Assert.That(after.Found, Is.EqualTo(after.Needed));
        }
    }

    [Test]
    public async Task Checking_changes_nothing()
    {
        var first = await Store.Schema.CheckAsync();

        var second = await Store.Schema.CheckAsync();

        Assert.That(second.Found, Is.EqualTo(first.Found));
    }

    [Test]
    public async Task Applying_again_leaves_what_is_stored()
    {
        await Store.Schema.ApplyAsync();
        var endpoint = await AddEndpointAsync();
        var delivery = await QueueAsync(endpoint);

        await Store.Schema.ApplyAsync();

        Assert.That(await DueAsync(endpoint), Is.EqualTo([delivery]));
    }

    [Test]
    public async Task Many_instances_may_apply_at_once()
    {
        var applying = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await (await OpenAgainAsync()).Schema.ApplyAsync()));

        await Task.WhenAll(applying);

        var state = await Store.Schema.CheckAsync();
        Assert.That(state.Found, Is.EqualTo(state.Needed));
        Assert.That(await DueAsync(await AddEndpointAsync()), Is.Empty);
    }

    [Test]
    public void There_is_a_script_for_an_empty_database()
    {
        Assert.That(Store.Schema.GetScript(), Is.Not.Empty);
    }
}
