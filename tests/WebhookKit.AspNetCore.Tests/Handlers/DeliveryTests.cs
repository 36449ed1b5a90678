using WebhookKit.Testing;

namespace WebhookKit.AspNetCore.Tests.Handlers;

/// <summary>With the engine at work and a subscriber that answers over the wire.</summary>
internal sealed class DeliveryTests
{
    private const string OneAttempt = ""","retry_policy":{"exponential":{"max_attempts":1}}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ApiHost _host = null!;
    private WebhookReceiver _receiver = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _host = await ApiHost.StartDeliveringAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task A_delivery_is_read_with_its_attempts()
    {
        var endpoint = await _host.CreateEndpointAsync(_receiver.Url);
        var eventId = await _host.PublishAsync();

        var delivery = await ReadWhenAsync(eventId, "succeeded");

        var attempt = delivery["attempts"].EnumerateArray().Single();
        Assert.That(delivery.TextOf("endpoint_id"), Is.EqualTo(endpoint));
        Assert.That(delivery["attempt_count"].GetInt32(), Is.EqualTo(1));
        Assert.That(attempt.GetProperty("outcome").GetString(), Is.EqualTo("succeeded"));
        Assert.That(attempt.GetProperty("status_code").GetInt32(), Is.EqualTo(200));
        Assert.That(attempt.GetProperty("duration_ms").GetDouble(), Is.GreaterThan(0));
    }

    [Test]
    public async Task A_delivery_that_will_be_tried_again_says_when()
    {
        _receiver.At("/").AnswerAlways(500);
        await _host.CreateEndpointAsync(_receiver.Url, ""","retry_policy":{"schedule_seconds":[3600]}""");
        var eventId = await _host.PublishAsync();

        var delivery = await ReadWhenAsync(eventId, "failed");
        var cancelled = await _host.PostAsync($"v1/deliveries/{delivery.TextOf("id")}/cancel", """{"reason":"not wanted"}""");
        var again = await _host.PostAsync($"v1/deliveries/{delivery.TextOf("id")}/cancel");

        Assert.That(delivery.TextOf("next_attempt_at"), Is.Not.Null);
        Assert.That(delivery["attempts"][0].GetProperty("next_attempt_at").GetString(), Is.Not.Null);
        Assert.That(cancelled.TextOf("status"), Is.EqualTo("cancelled"), cancelled.Text);
        Assert.That(cancelled.TextOf("cancel_reason"), Is.EqualTo("not wanted"));
        Assert.That(cancelled.TextOf("cancelled_by"), Is.EqualTo("anonymous"));
        Assert.That(again.Status, Is.EqualTo(409));
    }

    [Test]
    public async Task A_replay_delivers_again_as_a_new_delivery_of_the_same_event()
    {
        await _host.CreateEndpointAsync(_receiver.Url);
        var eventId = await _host.PublishAsync();
        var old = await ReadWhenAsync(eventId, "succeeded");

        var replay = await _host.PostAsync($"v1/deliveries/{old.TextOf("id")}/replay");
        var requests = await _receiver.WaitForAsync(2, Patience);

        Assert.That(replay.Status, Is.EqualTo(202), replay.Text);
        Assert.That(replay.TextOf("id"), Is.Not.EqualTo(old.TextOf("id")));
        Assert.That(replay.TextOf("replay_of"), Is.EqualTo(old.TextOf("id")));
        Assert.That(replay.Headers["Location"], Is.EqualTo($"/webhooks/v1/deliveries/{replay.TextOf("id")}"));
        Assert.That(requests.Select(request => request.WebhookId), Has.All.EqualTo(eventId));
    }

    [Test]
    public async Task A_delivery_to_a_disabled_endpoint_cannot_be_replayed()
    {
        var endpoint = await _host.CreateEndpointAsync(_receiver.Url);
        var old = await ReadWhenAsync(await _host.PublishAsync(), "succeeded");
        await _host.PostAsync($"v1/endpoints/{endpoint}/disable");

        var replay = await _host.PostAsync($"v1/deliveries/{old.TextOf("id")}/replay");

        Assert.That(replay.Status, Is.EqualTo(409));
    }

    [Test]
    public async Task Dead_letters_are_listed_counted_and_replayed_once()
    {
        _receiver.At("/").Answer(500, 500, 500, 200);
        var endpoint = await _host.CreateEndpointAsync(_receiver.Url, OneAttempt);
        for (var i = 0; i < 3; i++)
        {
            await ReadWhenAsync(await _host.PublishAsync(), "dead");
        }

        var counted = await _host.GetAsync("v1/stats");
        var missing = await _host.PostAsync("v1/dead-letters/replay", """{"endpoint_id":"ep_0000000000000001"}""");
        var first = await _host.PostAsync("v1/dead-letters/replay", $$"""{"endpoint_id":"{{endpoint}}","limit":2}""");
        var left = await _host.GetAsync($"v1/dead-letters?endpoint_id={endpoint}&replayed=false");
        var rest = await _host.PostAsync("v1/dead-letters/replay", "{}");

        Assert.That(missing.Status, Is.EqualTo(404));
        Assert.That(counted["dead"].GetInt64(), Is.EqualTo(3));
        Assert.That(first.Text, Is.EqualTo("""{"replayed":2,"skipped":0,"has_more":true}"""));
        Assert.That(left.Data.Single().GetProperty("status").GetString(), Is.EqualTo("dead"));
        Assert.That(rest.Text, Is.EqualTo("""{"replayed":1,"skipped":0,"has_more":false}"""));
        Assert.That((await _host.GetAsync("v1/dead-letters?replayed=true")).Data, Has.Count.EqualTo(3));
        await _receiver.WaitForAsync(6, Patience);
    }

    [Test]
    public async Task The_dead_letters_of_a_disabled_endpoint_do_not_stand_in_the_way_of_others()
    {
        _receiver.At("/first").Answer(500, 200);
        _receiver.At("/second").AnswerAlways(500);
        await _host.CreateEndpointAsync(_receiver.At("/first").Url, OneAttempt);
        await ReadWhenAsync(await _host.PublishAsync(), "dead");
        var second = await _host.CreateEndpointAsync(_receiver.At("/second").Url, OneAttempt + ""","owner":"other" """);
        for (var i = 0; i < 2; i++)
        {
            await ReadWhenAsync(await _host.PublishAsync(more: ""","owner":"other" """), "dead");
        }

        await _host.PostAsync($"v1/endpoints/{second}/disable");

        var replayed = await _host.PostAsync("v1/dead-letters/replay", """{"limit":1}""");

        Assert.That(replayed["replayed"].GetInt32(), Is.EqualTo(1), replayed.Text);
        Assert.That(replayed["skipped"].GetInt32(), Is.GreaterThan(0));
    }

    [Test]
    public async Task A_test_event_is_sent_signed_and_answered_at_once()
    {
        _receiver.At("/").Answer(ReceiverAnswer.Status(418));
        var endpoint = await _host.CreateEndpointAsync(_receiver.Url, ""","headers":{"X-Team":"shop"}""");

        var attempt = await _host.PostAsync($"v1/endpoints/{endpoint}/test");

        var request = _receiver.Requests.Single();
        Assert.That(attempt.Status, Is.EqualTo(200), attempt.Text);
        Assert.That(attempt["status_code"].GetInt32(), Is.EqualTo(418));
        Assert.That(attempt.TextOf("outcome"), Is.EqualTo("http_failure"));
        Assert.That(request.Text, Does.Contain("webhook.test"));
        Assert.That(request.Headers["webhook-signature"], Does.StartWith("v1,"));
        Assert.That(request.Headers["X-Team"], Is.EqualTo("shop"));
        Assert.That((await _host.GetAsync("v1/deliveries")).Data, Is.Empty);
    }

    private async Task<ApiAnswer> ReadWhenAsync(string eventId, string status)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var list = await _host.GetAsync($"v1/deliveries?event_id={eventId}&status={status}");
            if (list.Data.Count > 0)
            {
                return await _host.GetAsync($"v1/deliveries/{list.Data[0].GetProperty("id").GetString()}");
            }

            Assert.That(deadline.IsCancellationRequested, Is.False, () => $"No {status} delivery of {eventId} came.");
            await Task.Delay(10);
        }
    }
}
