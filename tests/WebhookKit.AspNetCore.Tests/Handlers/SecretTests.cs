using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Tests.Handlers;

internal sealed class SecretTests
{
    private ApiHost _host = null!;
    private string _id = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync();
        _id = await _host.CreateEndpointAsync(more: ""","headers":{"Authorization":"Bearer canary","X-Api-Key":"canary-2","X-Team":"shop"}""");
    }

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task Rotation_keeps_the_old_secret_for_the_overlap()
    {
        var old = (await StoredAsync()).Secrets.Single();

        var rotated = await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret", """{"overlap_seconds":3600}""");

        var stored = await StoredAsync();
        Assert.That(rotated.Status, Is.EqualTo(200), rotated.Text);
        Assert.That(rotated.TextOf("secret"), Does.StartWith("whsec_"));
        Assert.That(rotated.Headers["Cache-Control"], Is.EqualTo("no-store"));
        Assert.That(stored.Secrets.Select(secret => secret.ExpiresAt is null), Is.EqualTo(new[] { true, false }));
        Assert.That(stored.Secrets[1].Id, Is.EqualTo(old.Id));
        Assert.That(stored.Secrets[1].ExpiresAt, Is.EqualTo(stored.Secrets[0].CreatedAt.AddHours(1)).Within(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_secret_stands_in_the_answer_as_it_is_to_be_copied()
    {
        const string WithPlus = "whsec_++++++++++++++++++++++++++++++++++++++++++8=";

        var created = await _host.PostAsync("v1/endpoints", $$"""{"url":"https://hooks.example.com/","events":["*"],"secret":"{{WithPlus}}"}""");

        Assert.That(created.Text, Does.Contain($"\"{WithPlus}\""));
    }

    [Test]
    public async Task Another_rotation_does_not_prolong_a_secret_that_is_running_out()
    {
        await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret", """{"overlap_seconds":60}""");
        var before = (await StoredAsync()).Secrets[1];

        await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret", """{"overlap_seconds":3600}""");

        Assert.That((await StoredAsync()).Secrets.Single(secret => secret.Id == before.Id).ExpiresAt, Is.EqualTo(before.ExpiresAt));
    }

    [Test]
    public async Task Rotation_without_overlap_revokes_the_old_secrets()
    {
        await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret");

        await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret", """{"overlap_seconds":0}""");

        Assert.That((await StoredAsync()).Secrets, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task There_are_never_more_than_ten_secrets_in_force()
    {
        for (var i = 0; i < 9; i++)
        {
            Assert.That((await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret")).Status, Is.EqualTo(200));
        }

        var refused = await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret");
        var revoking = await _host.PostAsync($"v1/endpoints/{_id}/rotate-secret", """{"overlap_seconds":0}""");

        Assert.That(refused.ErrorFields, Is.EqualTo(new[] { "overlap_seconds" }));
        Assert.That(revoking.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Rotations_at_the_same_time_lose_no_secret()
    {
        var rotations = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _host.PostAsync($"v1/endpoints/{_id}/rotate-secret")));

        Assert.That((await StoredAsync()).Secrets, Has.Count.EqualTo(1 + rotations.Count(rotation => rotation.Status == 200)));
        Assert.That(rotations.Select(rotation => rotation.Status), Has.All.AnyOf(200, 503));
    }

    [Test]
    public async Task Headers_that_are_secret_are_not_shown()
    {
        var read = await _host.GetAsync($"v1/endpoints/{_id}");

        Assert.That(read.Text, Does.Not.Contain("canary"));
        Assert.That(read["headers"].GetProperty("Authorization").GetString(), Is.EqualTo("(redacted)"));
        Assert.That(read["headers"].GetProperty("X-Team").GetString(), Is.EqualTo("shop"));
    }

    [Test]
    public async Task Sending_back_what_was_read_keeps_headers_that_were_not_shown()
    {
        var answer = await _host.PutAsync(
            $"v1/endpoints/{_id}",
            """{"url":"https://example.com/hooks","events":["*"],"headers":{"authorization":"(redacted)","X-Api-Key":"new","X-Team":"shop"}}""");

        var headers = (await StoredAsync()).Endpoint.Headers;
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(headers["authorization"], Is.EqualTo("Bearer canary"));
        Assert.That(headers["X-Api-Key"], Is.EqualTo("new"));
    }

    [Test]
    public async Task Keeping_a_header_that_is_not_stored_is_refused()
    {
        var answer = await _host.PutAsync(
            $"v1/endpoints/{_id}", """{"url":"https://example.com/hooks","events":["*"],"headers":{"X-Token":"(redacted)"}}""");

        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { "headers[\"X-Token\"]" }));
    }

    [TestCase("https://attacker.example/hooks")]
    [TestCase("https://example.com:8443/hooks")]
    [TestCase("https://www.example.com/hooks")]
    public async Task A_header_that_was_not_shown_is_not_sent_to_another_server(string url)
    {
        var answer = await _host.PutAsync(
            $"v1/endpoints/{_id}", $$$"""{"url":"{{{url}}}","events":["*"],"headers":{"Authorization":"(redacted)"}}""");

        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { "headers[\"Authorization\"]" }));
        Assert.That((await StoredAsync()).Endpoint.Url, Is.EqualTo("https://example.com/hooks"));
    }

    [Test]
    public async Task A_control_character_in_a_query_is_refused_and_not_left_to_the_database()
    {
        var answer = await _host.GetAsync("v1/audit?target=%00");

        Assert.That((answer.Status, string.Join(',', answer.ErrorFields)), Is.EqualTo((400, "target")));
    }

    private async Task<EndpointRecord> StoredAsync() =>
        (await _host.Services.GetRequiredService<IEndpointStore>().FindAsync(new EndpointQuery { Id = EndpointId.Parse(_id) }))!;
}
