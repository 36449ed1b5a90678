using System.Text.Json;

namespace WebhookKit.AspNetCore.Tests.Handlers;

internal sealed class EndpointTests
{
    private ApiHost _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await ApiHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task The_secret_is_shown_at_creation_and_never_again()
    {
        var created = await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["order.*"]}""");
        var id = created.TextOf("id");

        var read = await _host.GetAsync($"v1/endpoints/{id}");
        var list = await _host.GetAsync("v1/endpoints");

        Assert.That(created.Status, Is.EqualTo(201), created.Text);
        Assert.That(created.TextOf("secret"), Does.StartWith("whsec_"));
        Assert.That(created.Headers["Cache-Control"], Is.EqualTo("no-store"));
        Assert.That(created.Headers["Location"], Is.EqualTo($"/webhooks/v1/endpoints/{id}"));
        Assert.That(read.Text, Does.Not.Contain("whsec_"));
        Assert.That(list.Text, Does.Not.Contain("whsec_"));
    }

    [Test]
    public async Task What_is_created_is_read_back_whole()
    {
        const string Json = """
            {"url":"https://example.com/hooks","events":["order.*","*"],"owner":"acme","description":"Läden","metadata":{"a":"b"},
             "headers":{"X-Team":"shop"},"retry_policy":{"schedule_seconds":[5,300.5]},"signers":["stripe","standard"]}
            """;

        var id = (await _host.PostAsync("v1/endpoints", Json)).TextOf("id");
        var read = await _host.GetAsync($"v1/endpoints/{id}");

        using var sent = JsonDocument.Parse(Json);
        foreach (var field in sent.RootElement.EnumerateObject())
        {
            Assert.That(JsonElement.DeepEquals(read[field.Name], field.Value), Is.True, field.Name);
        }

        Assert.That(read.TextOf("status"), Is.EqualTo("enabled"));
        Assert.That(read.TextOf("created_at"), Does.EndWith("Z"));
    }

    [Test]
    public async Task A_secret_of_the_callers_own_is_kept()
    {
        var secret = WebhookSecret.Generate().Reveal();

        var created = await _host.PostAsync("v1/endpoints", $$"""{"url":"https://example.com/hooks","events":["*"],"secret":"{{secret}}"}""");

        Assert.That(created.TextOf("secret"), Is.EqualTo(secret));
    }

    [Test]
    public async Task A_private_key_is_refused_where_no_signer_reads_it()
    {
        var refused = await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"],"private_key":"whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="}""");

        Assert.That(refused.Status, Is.EqualTo(400), refused.Text);
        Assert.That(refused.Text, Does.Contain("private_key").And.Contain("a signer that the application has added").And.Not.Contain("nWGx"));
    }

    [Test]
    public async Task A_secret_of_another_application_is_kept_as_it_is()
    {
        var created = await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"],"signers":["github"],"secret":"It's a Secret to Everybody"}""");
        var damaged = await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/hooks","events":["*"],"signers":["github"],"secret":"whsec_It's a Secret to Everybody"}""");

        Assert.That(created.TextOf("secret"), Is.EqualTo("It's a Secret to Everybody"));
        Assert.That(damaged.Status, Is.EqualTo(422).Or.EqualTo(400), damaged.Text);
        Assert.That(damaged.Text, Does.Contain("secret").And.Not.Contain("Everybody"));
    }

    [TestCase("""["nobody"]""", "signers[0]")]
    [TestCase("""["github","github"]""", "signers[1]")]
    [TestCase("""[]""", "signers")]
    [TestCase("""[null]""", "signers[0]")]
    [TestCase(""" "github" """, "signers")]
    public async Task Signers_that_cannot_sign_are_refused_by_their_field(string signers, string field)
    {
        var refused = await _host.PostAsync("v1/endpoints", $$"""{"url":"https://example.com/hooks","events":["*"],"signers":{{signers}}}""");

        Assert.That(refused.Status, Is.EqualTo(422).Or.EqualTo(400), refused.Text);
        Assert.That(refused["errors"].ToString(), Does.Contain($"\"{field}\""));
    }

    [Test]
    public async Task An_update_without_signers_gives_them_back_to_the_application()
    {
        var id = await _host.CreateEndpointAsync(more: ""","signers":["stripe"]""");

        var updated = await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"]}""");

        Assert.That(updated["signers"].ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task An_update_replaces_everything_but_owner_secret_and_status()
    {
        var id = await _host.CreateEndpointAsync(more: ""","owner":"acme","description":"old","metadata":{"a":"b"}""");
        await _host.PostAsync($"v1/endpoints/{id}/disable");

        var updated = await _host.PutAsync(
            $"v1/endpoints/{id}",
            """{"url":"https://example.com/new","events":["a"],"signers":["github"],"retry_policy":{"exponential":{"initial_delay_seconds":1,"factor":3,"max_delay_seconds":9,"max_attempts":4,"max_age_seconds":60}}}""");

        Assert.That(updated.Status, Is.EqualTo(200), updated.Text);
        Assert.That(updated.TextOf("url"), Is.EqualTo("https://example.com/new"));
        Assert.That(updated.TextOf("description"), Is.Null);
        Assert.That(updated["signers"].GetArrayLength(), Is.EqualTo(1));
        Assert.That(updated["metadata"].EnumerateObject(), Is.Empty);
        Assert.That(updated["retry_policy"].GetProperty("exponential").GetProperty("max_attempts").GetInt32(), Is.EqualTo(4));
        Assert.That(updated["retry_policy"].GetProperty("exponential").GetProperty("max_age_seconds").GetInt32(), Is.EqualTo(60));
        Assert.That(updated.TextOf("owner"), Is.EqualTo("acme"));
        Assert.That(updated.TextOf("status"), Is.EqualTo("disabled"));
    }

    [Test]
    public async Task The_owner_cannot_be_changed()
    {
        var id = await _host.CreateEndpointAsync(more: ""","owner":"acme" """);

        var answer = await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/new","events":["a"],"owner":"other"}""");

        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { "owner" }));
        Assert.That((await _host.GetAsync($"v1/endpoints/{id}")).TextOf("url"), Is.EqualTo("https://example.com/hooks"));
    }

    [Test]
    public async Task The_audit_log_names_the_fields_that_changed_and_no_values()
    {
        var id = await _host.CreateEndpointAsync();
        await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"],"headers":{"Authorization":"Bearer canary"}}""");

        var audit = await _host.GetAsync($"v1/audit?target={id}");

        Assert.That(audit.Data.Select(entry => entry.GetProperty("action").GetString()), Is.EqualTo(new[] { "endpoint.updated", "endpoint.created" }));
        Assert.That(audit.Data[0].GetProperty("reason").GetString(), Is.EqualTo("Changed headers."));
        Assert.That(audit.Data[0].GetProperty("actor").GetString(), Is.EqualTo("anonymous"));
        Assert.That(audit.Text, Does.Not.Contain("canary"));
    }

    [Test]
    public async Task An_update_that_changes_nothing_writes_nothing()
    {
        var id = await _host.CreateEndpointAsync();
        var before = await _host.DescribeStoreAsync();

        await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"]}""");

        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Disabling_cancels_what_is_pending_and_enabling_leaves_it_cancelled()
    {
        var id = await _host.CreateEndpointAsync();
        await _host.PublishAsync();

        var disabled = await _host.PostAsync($"v1/endpoints/{id}/disable", """{"reason":"moving house"}""");
        var enabled = await _host.PostAsync($"v1/endpoints/{id}/enable");
        var deliveries = await _host.GetAsync($"v1/deliveries?endpoint_id={id}");

        Assert.That(disabled.TextOf("status"), Is.EqualTo("disabled"));
        Assert.That(disabled.TextOf("status_reason"), Is.EqualTo("moving house"));
        Assert.That(enabled.TextOf("status"), Is.EqualTo("enabled"));
        Assert.That(deliveries.Data.Single().GetProperty("status").GetString(), Is.EqualTo("cancelled"));
    }

    [Test]
    public async Task A_rate_limit_is_shown_and_an_update_without_it_takes_it_away()
    {
        var id = await _host.CreateEndpointAsync(more: ""","rate_limit":{"per_second":0.5,"burst":3}""");

        var shown = await _host.GetAsync($"v1/endpoints/{id}");
        var updated = await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"],"rate_limit":{"per_second":50}}""");
        var cleared = await _host.PutAsync($"v1/endpoints/{id}", """{"url":"https://example.com/hooks","events":["*"]}""");
        var audit = await _host.GetAsync($"v1/audit?target={id}");

        Assert.That(shown["rate_limit"].GetRawText(), Is.EqualTo("""{"per_second":0.5,"burst":3}"""));
        Assert.That(updated["rate_limit"].GetRawText(), Is.EqualTo("""{"per_second":50}"""));
        Assert.That(cleared["rate_limit"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(audit.Data[0].GetProperty("reason").GetString(), Is.EqualTo("Changed rate_limit."));
    }

    [Test]
    public async Task Pausing_holds_what_is_pending_and_resuming_lets_it_go_on()
    {
        var id = await _host.CreateEndpointAsync();
        await _host.PublishAsync();

        var paused = await _host.PostAsync($"v1/endpoints/{id}/pause", """{"reason":"moving house"}""");
        await _host.PublishAsync();
        var deliveries = await _host.GetAsync($"v1/deliveries?endpoint_id={id}");
        var resumed = await _host.PostAsync($"v1/endpoints/{id}/resume");
        var audit = await _host.GetAsync($"v1/audit?target={id}");

        Assert.That((paused.TextOf("status"), paused.TextOf("status_reason")), Is.EqualTo(("paused", "moving house")));
        Assert.That(deliveries.Data.Select(delivery => delivery.GetProperty("status").GetString()), Is.EqualTo(new[] { "pending", "pending" }));
        Assert.That((resumed.TextOf("status"), resumed.TextOf("status_reason")), Is.EqualTo(("enabled", (string?)null)));
        Assert.That(audit.Data.Select(entry => entry.GetProperty("action").GetString()), Is.EqualTo(new[] { "endpoint.resumed", "endpoint.paused", "endpoint.created" }));
    }

    [Test]
    public async Task A_circuit_can_be_opened_and_closed_by_hand()
    {
        var id = await _host.CreateEndpointAsync();

        var before = await _host.GetAsync($"v1/endpoints/{id}");
        var opened = (await _host.PostAsync($"v1/endpoints/{id}/open-circuit", """{"duration_seconds":3600,"reason":"moving house"}"""))["circuit"];
        var usual = (await _host.PostAsync($"v1/endpoints/{id}/open-circuit"))["circuit"];
        var closed = await _host.PostAsync($"v1/endpoints/{id}/close-circuit");
        var audit = await _host.GetAsync($"v1/audit?target={id}");

        Assert.That(before["circuit"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(opened.GetProperty("state").GetString(), Is.EqualTo("open"));
        Assert.That(LengthOf(opened), Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(LengthOf(usual), Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(closed["circuit"].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(
            audit.Data.Select(entry => (entry.GetProperty("action").GetString(), entry.GetProperty("reason").GetString())),
            Is.EqualTo(new[] { ("endpoint.circuit_closed", null), ("endpoint.circuit_opened", null), ("endpoint.circuit_opened", "moving house"), ("endpoint.created", null) }));

        static TimeSpan LengthOf(JsonElement circuit) => circuit.GetProperty("open_until").GetDateTime() - circuit.GetProperty("opened_at").GetDateTime();
    }

    [Test]
    public async Task A_circuit_whose_time_is_over_is_half_open()
    {
        var id = await _host.CreateEndpointAsync();
        await _host.PostAsync($"v1/endpoints/{id}/open-circuit", """{"duration_seconds":1}""");

        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        string? state;
        do
        {
            await Task.Delay(50);
            state = (await _host.GetAsync($"v1/endpoints/{id}"))["circuit"].GetProperty("state").GetString();
        }
        while (state == "open" && DateTime.UtcNow < deadline);

        Assert.That(state, Is.EqualTo("half_open"));
    }

    [TestCase("pause")]
    [TestCase("resume")]
    public async Task A_disabled_endpoint_is_neither_paused_nor_resumed(string action)
    {
        var id = await _host.CreateEndpointAsync();
        await _host.PostAsync($"v1/endpoints/{id}/disable");

        var answer = await _host.PostAsync($"v1/endpoints/{id}/{action}");

        Assert.That(answer.Status, Is.EqualTo(409), answer.Text);
        Assert.That(answer.TextOf("detail"), Does.Contain("enable it"));
        Assert.That((await _host.GetAsync($"v1/endpoints/{id}")).TextOf("status"), Is.EqualTo("disabled"));
    }

    [TestCase("pause", "paused")]
    [TestCase("resume", "enabled")]
    public async Task Asking_for_what_is_the_case_changes_nothing(string action, string status)
    {
        var id = await _host.CreateEndpointAsync();
        await _host.PostAsync($"v1/endpoints/{id}/{action}");
        var before = await _host.DescribeStoreAsync();

        var again = await _host.PostAsync($"v1/endpoints/{id}/{action}");

        Assert.That(again.TextOf("status"), Is.EqualTo(status), again.Text);
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_deleted_endpoint_is_gone()
    {
        var id = await _host.CreateEndpointAsync();

        var first = await _host.DeleteAsync($"v1/endpoints/{id}");
        var second = await _host.DeleteAsync($"v1/endpoints/{id}");

        Assert.That((first.Status, second.Status), Is.EqualTo((204, 404)));
        Assert.That((await _host.GetAsync($"v1/endpoints/{id}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Endpoints_are_listed_page_by_page_without_gap_or_repeat()
    {
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Add(await _host.CreateEndpointAsync());
        }

        var listed = new List<string?>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _host.GetAsync($"v1/endpoints?limit=2{cursor}");
            listed.AddRange(page.Data.Select(endpoint => endpoint.GetProperty("id").GetString()));
            cursor = page.TextOf("next_cursor") is { } next ? $"&cursor={next}" : null;
        }

        Assert.That(listed, Is.Unique);
        Assert.That(listed, Is.EquivalentTo(created));
    }

    [TestCase("GET", "")]
    [TestCase("PUT", "")]
    [TestCase("DELETE", "")]
    [TestCase("POST", "/enable")]
    [TestCase("POST", "/disable")]
    [TestCase("POST", "/pause")]
    [TestCase("POST", "/resume")]
    [TestCase("POST", "/open-circuit")]
    [TestCase("POST", "/close-circuit")]
    [TestCase("POST", "/rotate-secret")]
    [TestCase("POST", "/test")]
    public async Task An_unknown_endpoint_and_an_impossible_id_are_answered_alike(string method, string command)
    {
        using var first = Body(method);
        using var second = Body(method);

        var unknown = await _host.SendAsync(new HttpMethod(method), $"v1/endpoints/ep_0000000000000000{command}", first);
        var impossible = await _host.SendAsync(new HttpMethod(method), $"v1/endpoints/nonsense{command}", second);

        Assert.That(unknown.Status, Is.EqualTo(404));
        Assert.That(impossible.Status, Is.EqualTo(404));
        Assert.That(impossible.Text, Is.EqualTo(unknown.Text));
    }

    private static StringContent? Body(string method) =>
        method == "PUT" ? new StringContent("""{"url":"https://example.com/","events":["a"]}""", null, "application/json") : null;
}
