using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>Owners whose endpoints get so many requests a second together, and no more.</summary>
internal sealed class OwnerRateTests(EngineStore store) : EngineFixture(store)
{
    private static readonly TimeSpan Token = TimeSpan.FromMilliseconds(20);

    /// <summary>What takes the time just before a step of the clock and waits from just after is one step late.</summary>
    private const int LateSteps = 5;

    [Test]
    public async Task All_endpoints_of_an_owner_share_its_rate_to_the_request_and_other_owners_are_not_held_up()
    {
        const int Endpoints = 4;
        var host = await StartHostAsync(UseFakeClock, ("OwnerRate:PerSecondOf:large", "50"), ("OwnerRate:Burst", "1"));
        for (var number = 0; number < Endpoints; number++)
        {
            await SubscribeAsync(host, "large", Receiver.At($"/large/{number}").Url);
        }

        await SubscribeAsync(host, "small", Receiver.At("/small").Url);
        await PublishAsync(host, "large", 50);
        await PublishAsync(host, "small", 50);
        await Receiver.WaitUntilAsync(all => all.Count(request => request.Path == "/small") == 50, EngineHost.Patience);

        // The clock stands still but for these steps: each lets one more request start, whichever endpoint it is for.
        var steps = 0;
        for (; OfLarge() < 100; steps++)
        {
            await WaitForLargeAsync(steps + 1);
            Assert.That(OfLarge(), Is.LessThanOrEqualTo(steps + 1));
            host.Clock.Advance(Token);
        }

        Assert.That(steps, Is.LessThanOrEqualTo(100 + LateSteps));
        var each = Receiver.Requests.Where(request => request.Path != "/small").CountBy(request => request.Path).ToArray();
        Assert.That(each, Has.Length.EqualTo(Endpoints));
        Assert.That(each.Select(path => path.Value), Is.All.EqualTo(100 / Endpoints).Within(6));
    }

    [Test]
    public async Task What_is_filtered_takes_nothing_of_the_rate()
    {
        var host = await StartHostAsync(UseFakeClock, ("OwnerRate:PerSecond", "0.001"));
        await host.Endpoints.CreateAsync(
            new EndpointInput { Url = Receiver.At("/").Url, Events = ["*"], Filter = """{"number":{"$gte":30}}""" }, WebhookCaller.Application);
        foreach (var number in Enumerable.Range(1, 30))
        {
            await host.Publisher.PublishAsync(new OutgoingEvent { Type = "order.created", Payload = System.Text.Encoding.UTF8.GetBytes($$"""{"number":{{number}}}""") });
        }

        await host.WaitForAsync(all => all.Count == 30 && all.All(delivery => delivery.Status is DeliveryStatus.Filtered or DeliveryStatus.Succeeded));
        Assert.That(Receiver.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_store_that_does_not_answer_for_a_while_holds_back_and_loses_nothing()
    {
        var faulty = new FaultyRates { FailNext = 3 };
        var host = await StartHostAsync(
            services => services.AddSingleton<IRateStore>(provider => faulty.Over(provider.GetRequiredService<IWebhookStore>().Rates)),
            ("OwnerRate:PerSecond", "1000"));
        await host.SubscribeAsync(Receiver.At("/").Url);

        await host.PublishManyAsync(50);

        await host.WaitForAsync(all => all.Count == 50 && all.All(delivery => delivery.Status == DeliveryStatus.Succeeded));
        Assert.That(faulty.FailNext, Is.Zero);
    }

    [Test]
    public async Task A_delivery_that_waits_for_the_rate_says_so()
    {
        var host = await StartHostAsync(("OwnerRate:PerSecond", "0.01"));
        await host.SubscribeAsync(Receiver.At("/").Url);
        await host.PublishManyAsync(2);
        var all = await host.WaitForAsync(all => all.Count(delivery => delivery.Status == DeliveryStatus.Succeeded) == 1);

        var waiting = all.Single(delivery => delivery.Status != DeliveryStatus.Succeeded);
        var explanation = await host.Deliveries.ExplainAsync(waiting.Id, WebhookCaller.Application);

        Assert.That(explanation!.WaitsFor, Is.EqualTo(DeliveryWait.Turn));
        Assert.That(explanation.Text, Does.Contain("all endpoints of its owner together get 0.01 a second"));
    }

    [TestCase("OwnerRate:PerSecond", "0", "OwnerRateOptions.PerSecond: must be from 0.001 to 100000, or be left out for no limit; was 0.")]
    [TestCase("OwnerRate:PerSecondOf:acme", "-1", "OwnerRateOptions.PerSecondOf[acme]: must be from 0.001 to 100000; was -1.")]
    [TestCase("OwnerRate:Burst", "0", "OwnerRateOptions.Burst: must be from 1 to 100000, or be left out; was 0.")]
    public async Task A_rate_that_is_none_stops_the_start(string name, string value, string expected)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartHostAsync((name, value)));
        Assert.That(failure!.Message, Does.Contain(expected));
    }

    /// <summary>Until so many are there, or for as long as it takes to be sure that they do not come at this step.</summary>
    private async Task WaitForLargeAsync(int expected)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(5); OfLarge() < expected && DateTime.UtcNow < deadline;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    private int OfLarge() => Receiver.Requests.Count(request => request.Path != "/small");

    private static Task<EndpointWithSecret> SubscribeAsync(EngineHost host, string owner, string url) =>
        host.Endpoints.CreateAsync(new EndpointInput { Url = url, Events = ["*"], Owner = owner }, WebhookCaller.Application);

    private static Task<IReadOnlyList<PublishReceipt>> PublishAsync(EngineHost host, string owner, int events) =>
        host.Publisher.PublishAsync([.. Enumerable.Range(0, events).Select(_ => new OutgoingEvent { Type = "order.created", Owner = owner, Payload = "{}"u8.ToArray() })]);

    /// <summary>Fails as often as it is told to.</summary>
    private sealed class FaultyRates : IRateStore
    {
        private IRateStore _inner = null!;
        private int _failNext;

        public int FailNext
        {
            get => Volatile.Read(ref _failNext);
            init => _failNext = value;
        }

        public FaultyRates Over(IRateStore inner)
        {
            _inner = inner;
            return this;
        }

        public ValueTask<DateTimeOffset> ReserveAsync(RateReservation reservation, CancellationToken cancellationToken = default)
        {
            if (FailNext == 0)
            {
                return _inner.ReserveAsync(reservation, cancellationToken);
            }

            Interlocked.Decrement(ref _failNext);
            throw new WebhookStoreException("The database is away.", isTransient: true);
        }
    }
}
