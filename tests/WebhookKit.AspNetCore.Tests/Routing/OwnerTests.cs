using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>Two tenants on one API: what belongs to the other does not exist.</summary>
internal sealed class OwnerTests
{
    private static readonly (string, string) Acme = ("X-Owner", "acme");
    private static readonly (string, string) Other = ("X-Owner", "other");

    private ApiHost _host = null!;
    private string _endpoint = null!;
    private string _event = null!;
    private string _delivery = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync(services => services.AddSingleton<IWebhookCallerProvider, HeaderCaller>());
        _endpoint = (await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"]}""", Acme)).TextOf("id")!;
        _event = (await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", Acme)).TextOf("event_id")!;
        _delivery = (await _host.GetAsync("v1/deliveries", Acme)).Data.Single().GetProperty("id").GetString()!;
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("GET", "v1/endpoints/{endpoint}")]
    [TestCase("PUT", "v1/endpoints/{endpoint}")]
    [TestCase("DELETE", "v1/endpoints/{endpoint}")]
    [TestCase("POST", "v1/endpoints/{endpoint}/enable")]
    [TestCase("POST", "v1/endpoints/{endpoint}/disable")]
    [TestCase("POST", "v1/endpoints/{endpoint}/pause")]
    [TestCase("POST", "v1/endpoints/{endpoint}/resume")]
    [TestCase("POST", "v1/endpoints/{endpoint}/open-circuit")]
    [TestCase("POST", "v1/endpoints/{endpoint}/close-circuit")]
    [TestCase("POST", "v1/endpoints/{endpoint}/rotate-secret")]
    [TestCase("POST", "v1/endpoints/{endpoint}/test")]
    [TestCase("GET", "v1/events/{event}")]
    [TestCase("GET", "v1/deliveries/{delivery}")]
    [TestCase("GET", "v1/deliveries/{delivery}/explain")]
    [TestCase("POST", "v1/deliveries/{delivery}/replay")]
    [TestCase("POST", "v1/deliveries/{delivery}/cancel")]
    public async Task What_belongs_to_another_is_answered_as_if_it_did_not_exist(string method, string path)
    {
        var before = await _host.DescribeStoreAsync();
        using var foreignBody = Body(method);
        using var unknownBody = Body(method);

        var foreign = await _host.SendAsync(new HttpMethod(method), Fill(path, _endpoint, _event, _delivery), foreignBody, Other);
        var unknown = await _host.SendAsync(new HttpMethod(method), Fill(path, "ep_1", "evt_1", "dlv_1"), unknownBody, Other);

        Assert.That(foreign.Status, Is.EqualTo(404));
        Assert.That(foreign.Text, Is.EqualTo(unknown.Text));
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [TestCase("v1/endpoints")]
    [TestCase("v1/deliveries")]
    [TestCase("v1/audit")]
    [TestCase("v1/dead-letters")]
    [TestCase("v1/jobs")]
    [TestCase("v1/deliveries?endpoint_id={endpoint}")]
    [TestCase("v1/deliveries?event_id={event}")]
    [TestCase("v1/audit?target={endpoint}")]
    public async Task Lists_hold_nothing_of_another(string path)
    {
        var list = await _host.GetAsync(Fill(path, _endpoint, _event, _delivery), Other);

        Assert.That(list.Status, Is.EqualTo(200), list.Text);
        Assert.That(list.Data, Is.Empty);
    }

    [TestCase("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"],"owner":"acme"}""", "owner")]
    [TestCase("v1/events", """{"type":"a","payload":1,"owner":"acme"}""", "owner")]
    [TestCase("v1/events", """[{"type":"a","payload":1,"owner":"acme"}]""", "events[0].owner")]
    public async Task Nobody_makes_anything_in_the_name_of_another(string path, string json, string field)
    {
        var before = await _host.DescribeStoreAsync();

        var answer = await _host.PostAsync(path, json, Other);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { field }));
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_counts_of_all_are_not_shown_to_one()
    {
        Assert.That((await _host.GetAsync("v1/stats", Acme)).Status, Is.EqualTo(403));
        Assert.That((await _host.GetAsync("v1/stats", ("X-Owner", "*"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_caller_that_is_nobody_is_refused()
    {
        var answer = await _host.GetAsync("v1/endpoints");

        Assert.That(answer.Status, Is.EqualTo(403));
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task The_same_idempotency_key_of_two_owners_is_two_keys()
    {
        var first = await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", Acme, ("Idempotency-Key", "k"));
        var second = await _host.PostAsync("v1/events", """{"type":"a","payload":2}""", Other, ("Idempotency-Key", "k"));

        Assert.That((first.Status, second.Status), Is.EqualTo((202, 202)));
        Assert.That(second.TextOf("event_id"), Is.Not.EqualTo(first.TextOf("event_id")));
    }

    private static string Fill(string path, string endpoint, string eventId, string delivery) => path
        .Replace("{endpoint}", endpoint, StringComparison.Ordinal)
        .Replace("{event}", eventId, StringComparison.Ordinal)
        .Replace("{delivery}", delivery, StringComparison.Ordinal);

    private static StringContent? Body(string method) =>
        method == "PUT" ? new StringContent("""{"url":"https://example.com/","events":["a"]}""", null, "application/json") : null;

    private sealed class HeaderCaller : IWebhookCallerProvider
    {
        public ValueTask<WebhookCaller?> GetCallerAsync(HttpContext context, CancellationToken cancellationToken = default) =>
            new(context.Request.Headers["X-Owner"].ToString() switch
            {
                "" => null,
                "*" => new WebhookCaller { Actor = "operator" },
                var owner => new WebhookCaller { Actor = $"user of {owner}", Owner = owner },
            });
    }
}
