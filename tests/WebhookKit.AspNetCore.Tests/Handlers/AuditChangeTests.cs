namespace WebhookKit.AspNetCore.Tests.Handlers;

/// <summary>What the audit log says that a change changed, and what it does not say.</summary>
internal sealed class AuditChangeTests
{
    private ApiHost _host = null!;
    private string _endpoint = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync();
        _endpoint = await _host.CreateEndpointAsync(
            "https://example.com/old?token=CANARY1",
            ""","description":"old","metadata":{"plan":"gold"},"headers":{"Authorization":"CANARY2","X-Plain":"CANARY3","X-Same":"CANARY4"},"filter":{"a":1},"rate_limit":{"per_second":5}""");
    }

    [TearDown]
    public Task StopAsync() => _host.DisposeAsync().AsTask();

    [Test]
    public async Task An_update_says_of_each_field_what_it_was_and_what_it_became()
    {
        await UpdateAsync(
            """
            {"url":"https://bücher.example/new","events":["a","b"],"metadata":{"seats":"7","plan":"gold"},"headers":{"X-Same":"CANARY4"},"retry_policy":{"schedule_seconds":[5,60]},
             "ordering":{"mode":"key"},"signers":["standard"],"rate_limit":{"per_second":0.5,"burst":3}}
            """);

        Assert.That(await ChangesAsync(), Is.EqualTo(new[]
        {
            "url: https://example.com/old?(hidden) > https://xn--bcher-kva.example/new",
            "events: * > a, b",
            "description: old > ",
            "metadata: plan=gold > plan=gold, seats=7",
            "headers: Authorization, X-Plain, X-Same > X-Same",
            "retry_policy:  > after 5 s, 60 s",
            "rate_limit: 5 a second > 0.5 a second, 3 at once",
            "filter: {\"a\":1} > ",
            "ordering:  > Key",
            "signers:  > standard",
        }));
    }

    [Test]
    public async Task What_is_not_shown_is_said_to_have_changed()
    {
        await UpdateAsync(
            """
            {"url":"https://example.com/old?token=CANARY5","events":["*"],"description":"old","metadata":{"plan":"gold"},"filter":{"a":1},"rate_limit":{"per_second":5},
             "headers":{"Authorization":"CANARY6","X-Plain":"CANARY3","X-Same":"CANARY4","X-New":"CANARY7"}}
            """);

        Assert.That(await ChangesAsync(), Is.EqualTo(new[]
        {
            "url: https://example.com/old?(hidden) > https://example.com/old?(hidden) (changed)",
            "headers: Authorization, X-Plain, X-Same > Authorization (changed), X-New, X-Plain, X-Same",
        }));
    }

    [Test]
    public async Task A_rotated_secret_is_said_to_have_changed()
    {
        await _host.PostAsync($"v1/endpoints/{_endpoint}/rotate-secret", """{"secret":"CANARY-0123456789-0123456789"}""");

        Assert.That(await ChangesAsync(), Is.EqualTo(new[] { "secret:  > (changed)" }));
    }

    [Test]
    public async Task What_is_created_and_deleted_is_shown_with_all_that_it_has()
    {
        var created = await ChangesAsync();
        await _host.DeleteAsync($"v1/endpoints/{_endpoint}");
        var deleted = await ChangesAsync();

        string[] fields =
        [
            "url: https://example.com/old?(hidden)", "events: *", "description: old", "metadata: plan=gold", "headers: Authorization, X-Plain, X-Same",
            "rate_limit: 5 a second", "filter: {\"a\":1}",
        ];
        Assert.That(created, Is.EqualTo(fields.Select(field => field.Replace(": ", ":  > ", StringComparison.Ordinal))));
        Assert.That(deleted, Is.EqualTo(fields.Select(field => $"{field} > ")));
    }

    [TestCase("pause", "Enabled > Paused")]
    [TestCase("disable", "Enabled > Disabled")]
    public async Task A_switch_says_what_the_status_was(string command, string change)
    {
        await _host.PostAsync($"v1/endpoints/{_endpoint}/{command}");

        Assert.That(await ChangesAsync(), Is.EqualTo(new[] { $"status: {change}" }));
    }

    [Test]
    public async Task What_changes_no_field_says_so()
    {
        await _host.PostAsync($"v1/endpoints/{_endpoint}/test");

        Assert.That(await ChangesAsync(), Is.Empty);
    }

    private async Task UpdateAsync(string json)
    {
        var answer = await _host.PutAsync($"v1/endpoints/{_endpoint}", json);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
    }

    /// <summary>Of the newest entry. Nothing that could be secret is in any of them.</summary>
    private async Task<IReadOnlyList<string>> ChangesAsync()
    {
        var audit = await _host.GetAsync("v1/audit");
        Assert.That(audit.Text, Does.Not.Contain("CANARY"));
        return [.. audit.Data[0].GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("field")}: {change.GetProperty("before")} > {change.GetProperty("after")}")];
    }
}
