using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>Two tenants on one API: what belongs to the other is not there.</summary>
internal sealed class OwnerTests
{
    private static readonly (string, string) Acme = OwnerFromHeader.Acme;
    private static readonly (string, string) Other = OwnerFromHeader.Other;

    private ApiHost _host = null!;
    private string _endpoint = null!;
    private string _event = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync(services => services.AddSingleton<IWebhookCallerProvider, OwnerFromHeader>());
        _endpoint = (await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"]}""", Acme)).TextOf("id")!;
        _event = (await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", Acme)).TextOf("event_id")!;
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

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
        var list = await _host.GetAsync(Fill(path, _endpoint, _event), Other);

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
    public async Task The_keys_of_all_are_neither_shown_to_one_nor_used_by_one()
    {
        var before = await _host.DescribeStoreAsync();

        Assert.That((await _host.GetAsync("v1/secret-keys", Acme)).Status, Is.EqualTo(403));
        Assert.That((await _host.PostAsync("v1/secret-keys/reencrypt", null, Acme)).Status, Is.EqualTo(403));
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
        Assert.That((await _host.GetAsync("v1/secret-keys", ("X-Owner", "*"))).Status, Is.EqualTo(200));
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

    private static string Fill(string path, string endpoint, string eventId) => path
        .Replace("{endpoint}", endpoint, StringComparison.Ordinal)
        .Replace("{event}", eventId, StringComparison.Ordinal);
}
