using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Testing;

namespace WebhookKit.AspNetCore.Tests.Handlers;

/// <summary>Jobs over the API, with the engine at work.</summary>
internal sealed class JobTests
{
    private const string Since = "2026-01-01T00:00:00Z";
    private const string OneAttempt = ""","retry_policy":{"exponential":{"max_attempts":1}}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
    public async Task An_endpoint_is_recovered_by_a_job_that_can_be_watched()
    {
        var endpoint = await FailAsync(2);

        var preview = await _host.PostAsync($"v1/endpoints/{endpoint}/recover", $$"""{"since":"{{Since}}","preview":true}""");
        var started = await _host.PostAsync($"v1/endpoints/{endpoint}/recover", $$"""{"since":"{{Since}}","rate":1000}""");
        var ended = await ReadWhenEndedAsync(started.TextOf("id")!);
        await _receiver.WaitForAsync(4, Patience);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((preview.Status, preview["count"].GetInt32()), Is.EqualTo((200, 2)), preview.Text);
            Assert.That(started.Status, Is.EqualTo(202), started.Text);
            Assert.That(started.Headers["Location"], Is.EqualTo($"/webhooks/v1/jobs/{started.TextOf("id")}"));
            Assert.That((started.TextOf("kind"), started.TextOf("endpoint_id"), started["rate"].GetInt32()), Is.EqualTo(("recover", endpoint, 1000)));
            Assert.That((ended.TextOf("status"), ended["total"].GetInt32(), ended["done"].GetInt32()), Is.EqualTo(("completed", 2, 2)));
            Assert.That((await _host.GetAsync($"v1/audit?target={started.TextOf("id")}")).Data.Single().GetProperty("action").GetString(), Is.EqualTo("job.started"));
        }
    }

    [Test]
    public async Task A_disabled_endpoint_is_enabled_and_recovered_in_one_call()
    {
        var endpoint = await FailAsync(1);
        await _host.PostAsync($"v1/endpoints/{endpoint}/disable");
        await _host.PublishAsync();
        var recovery = $$"""{"since":"{{Since}}","include_missed":true""";

        var refused = await _host.PostAsync($"v1/endpoints/{endpoint}/recover", recovery + "}");
        var previewed = await _host.PostAsync($"v1/endpoints/{endpoint}/recover", recovery + ""","enable":true,"preview":true}""");
        var before = (await _host.GetAsync($"v1/endpoints/{endpoint}")).TextOf("status");
        var started = await _host.PostAsync($"v1/endpoints/{endpoint}/recover", recovery + ""","enable":true}""");
        var ended = await ReadWhenEndedAsync(started.TextOf("id")!);
        await _receiver.WaitForAsync(3, Patience);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Status, previewed["count"].GetInt32(), before), Is.EqualTo((409, 2, "disabled")), previewed.Text);
            Assert.That((started.Status, ended.TextOf("status"), ended["done"].GetInt32()), Is.EqualTo((202, "completed", 2)), ended.Text);
            Assert.That((await _host.GetAsync($"v1/endpoints/{endpoint}")).TextOf("status"), Is.EqualTo("enabled"));
            Assert.That((await _host.GetAsync($"v1/audit?target={endpoint}")).Data.Select(entry => entry.GetProperty("action").GetString()), Does.Contain("endpoint.enabled"));
        }
    }

    [Test]
    public async Task Dead_letters_are_replayed_by_a_job_where_one_is_asked_for()
    {
        await FailAsync(2);

        var preview = await _host.PostAsync("v1/dead-letters/replay", """{"as_job":true,"preview":true,"event_type":"order.*"}""");
        var started = await _host.PostAsync("v1/dead-letters/replay", """{"as_job":true,"reason":"attempts_exhausted"}""");
        var ended = await ReadWhenEndedAsync(started.TextOf("id")!);
        var list = await _host.GetAsync("v1/jobs");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview["count"].GetInt32(), Is.EqualTo(2));
            Assert.That((started.Status, started.TextOf("kind"), started.TextOf("reason")), Is.EqualTo((202, "replay", "attempts_exhausted")));
            Assert.That((ended.TextOf("status"), ended["done"].GetInt32()), Is.EqualTo(("completed", 2)));
            Assert.That(list.Data.Select(job => job.GetProperty("id").GetString()), Is.EqualTo(new[] { started.TextOf("id") }));
        }
    }

    [Test]
    public async Task What_cannot_be_started_or_cancelled_says_why()
    {
        var endpoint = await FailAsync(1);
        var job = (await _host.PostAsync($"v1/endpoints/{endpoint}/recover", $$"""{"since":"{{Since}}"}""")).TextOf("id")!;
        await ReadWhenEndedAsync(job);
        await _host.PostAsync($"v1/endpoints/{endpoint}/disable");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _host.PostAsync($"v1/endpoints/{endpoint}/recover", $$"""{"since":"{{Since}}"}""")).Status, Is.EqualTo(409));
            Assert.That((await _host.PostAsync("v1/endpoints/ep_0000000000000001/recover", $$"""{"since":"{{Since}}"}""")).Status, Is.EqualTo(404));
            Assert.That((await _host.PostAsync("v1/endpoints/x/recover", $$"""{"since":"{{Since}}","preview":true}""")).Status, Is.EqualTo(404));
            Assert.That((await _host.PostAsync($"v1/jobs/{job}/cancel")).Status, Is.EqualTo(409));
            Assert.That((await _host.PostAsync("v1/jobs/job_1/cancel")).Status, Is.EqualTo(404));
            Assert.That((await _host.GetAsync($"v1/jobs/job_{Guid.Empty:N}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Jobs_of_another_owner_do_not_exist()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<IWebhookCallerProvider, HeaderCaller>());
        (string, string) acme = ("X-Owner", "acme"), other = ("X-Owner", "other");
        var endpoint = (await host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"]}""", acme)).TextOf("id");
        var job = await host.PostAsync($"v1/endpoints/{endpoint}/recover", $$"""{"since":"{{Since}}"}""", acme);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((job.Status, job.TextOf("owner"), job.TextOf("status")), Is.EqualTo((202, "acme", "pending")));
            Assert.That((await host.GetAsync($"v1/jobs/{job.TextOf("id")}", other)).Status, Is.EqualTo(404));
            Assert.That((await host.PostAsync($"v1/jobs/{job.TextOf("id")}/cancel", null, other)).Status, Is.EqualTo(404));
            Assert.That((await host.PostAsync($"v1/endpoints/{endpoint}/recover", $$"""{"since":"{{Since}}"}""", other)).Status, Is.EqualTo(404));
            Assert.That((await host.PostAsync("v1/dead-letters/replay", $$"""{"as_job":true,"endpoint_id":"{{endpoint}}"}""", other)).Status, Is.EqualTo(404));
            Assert.That((await host.GetAsync("v1/jobs", other)).Data, Is.Empty);
            Assert.That((await host.PostAsync($"v1/jobs/{job.TextOf("id")}/cancel", null, acme)).TextOf("status"), Is.EqualTo("cancelled"));
        }
    }

    /// <summary>An endpoint that has failed a number of times and works now.</summary>
    private async Task<string> FailAsync(int times)
    {
        var path = _receiver.At("/").AnswerAlways(500);
        var endpoint = await _host.CreateEndpointAsync(_receiver.Url, OneAttempt);
        for (var i = 0; i < times; i++)
        {
            await _host.PublishAsync();
        }

        await WaitAsync(async () => (await _host.GetAsync("v1/dead-letters")).Data.Count == times);
        path.AnswerAlways(200);
        return endpoint;
    }

    private async Task<ApiAnswer> ReadWhenEndedAsync(string job)
    {
        ApiAnswer? found = null;
        await WaitAsync(async () => (found = await _host.GetAsync($"v1/jobs/{job}")).TextOf("ended_at") is not null);
        return found!;
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        for (var deadline = DateTime.UtcNow + Patience; !await condition(); await Task.Delay(20))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline));
        }
    }

    private sealed class HeaderCaller : IWebhookCallerProvider
    {
        public ValueTask<WebhookCaller?> GetCallerAsync(HttpContext context, CancellationToken cancellationToken = default) =>
            new(new WebhookCaller { Actor = "user", Owner = context.Request.Headers["X-Owner"].ToString() });
    }
}
