using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>What callers may do who may not do everything, and what the audit log says of it.</summary>
internal sealed class PermissionTests
{
    private const string AsHeader = "X-May";

    private ApiHost _host = null!;

    [SetUp]
    public async Task StartAsync() => _host = await ApiHost.StartAsync(services => services.AddSingleton<IWebhookCallerProvider, HeaderCaller>());

    [TearDown]
    public Task StopAsync() => _host.DisposeAsync().AsTask();

    [TestCase(WebhookPermissions.None, "readApiDescription")]
    [TestCase(WebhookPermissions.Read, "readEvent listEndpoints readEndpoint testFilter listDeliveries readDelivery explainDelivery listDeadLetters listJobs readJob readStatistics listAuditEntries")]
    [TestCase(WebhookPermissions.Publish, "publishEvents")]
    [TestCase(WebhookPermissions.Operate, "pauseEndpoint resumeEndpoint openCircuit closeCircuit testEndpoint recoverEndpoint replayDelivery cancelDelivery replayDeadLetters cancelJob")]
    [TestCase(WebhookPermissions.ManageEndpoints, "createEndpoint updateEndpoint deleteEndpoint enableEndpoint disableEndpoint")]
    [TestCase(WebhookPermissions.ManageSecrets, "rotateSecret readSecretKeys reencryptSecrets")]
    [TestCase(WebhookPermissions.ReadPayloads, "")]
    public async Task A_caller_may_do_what_it_is_allowed_and_nothing_else(WebhookPermissions allowed, string operations)
    {
        var expected = operations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("readApiDescription").Distinct();

        var granted = new List<string>();
        foreach (var (name, method, path) in await ApiOperations.ReadAsync(_host, (AsHeader, "None")))
        {
            var answer = await _host.SendAsync(method, path.Replace("{id}", "x", StringComparison.Ordinal), null, (AsHeader, allowed.ToString()));
            if (answer.Status != 403)
            {
                granted.Add(name);
            }
        }

        Assert.That(granted, Is.EquivalentTo(expected));
    }

    [Test]
    public async Task What_is_refused_says_what_is_missing_and_commands_are_written_down()
    {
        var refused = await _host.PostAsync("v1/endpoints/ep_0000000000000001/pause", null, (AsHeader, "Read"));
        var unknown = await _host.PostAsync("v1/events", """{"type":"a.b","payload":{}}""");
        await _host.GetAsync("v1/endpoints", (AsHeader, "Publish"));

        var audit = (await _host.GetAsync("v1/audit", (AsHeader, "All"))).Data;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Status, refused.TextOf("detail")), Is.EqualTo((403, "This needs the permission Operate.")));
            Assert.That(unknown.Status, Is.EqualTo(403));
            Assert.That(
                audit.Select(entry => $"{entry.GetProperty("actor")} {entry.GetProperty("action")} {entry.GetProperty("target")}: {entry.GetProperty("reason")}"),
                Is.EqualTo(new[]
                {
                    "anonymous request.refused publishEvents: You may not use the webhooks of this application.",
                    "user request.refused pauseEndpoint: This needs the permission Operate.",
                }));
        }
    }

    [TestCase("Operate", 403, "disabled")]
    [TestCase("Operate, ManageEndpoints", 202, "enabled")]
    public async Task An_endpoint_is_not_enabled_by_the_way(string allowed, int status, string then)
    {
        (string, string) all = (AsHeader, "All");
        var endpoint = (await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/","events":["*"]}""", all)).TextOf("id");
        await _host.PostAsync($"v1/endpoints/{endpoint}/disable", null, all);

        var recovered = await _host.PostAsync($"v1/endpoints/{endpoint}/recover", """{"since":"2026-01-01T00:00:00Z","enable":true}""", (AsHeader, allowed));

        Assert.That(recovered.Status, Is.EqualTo(status), recovered.Text);
        Assert.That((await _host.GetAsync($"v1/endpoints/{endpoint}", all)).TextOf("status"), Is.EqualTo(then));
    }

    [Test]
    public async Task Payloads_and_answers_are_shown_to_those_who_may_see_them_and_each_read_is_written_down()
    {
        await using var receiver = await WebhookKit.Testing.WebhookReceiver.StartAsync();
        receiver.At("/").AnswerAlways(new WebhookKit.Testing.ReceiverAnswer { StatusCode = 500, Body = "no such table"u8.ToArray() });
        await using var host = await ApiHost.StartAsync(services =>
        {
            services.AddSingleton<IWebhookCallerProvider, HeaderCaller>();
            services.Configure<WebhookKit.Hosting.HostingOptions>(options => options.Deliver = true);
        });
        (string, string) all = (AsHeader, "All"), reading = (AsHeader, "Read, Operate");
        var endpoint = (await host.PostAsync("v1/endpoints", $$"""{"url":"{{receiver.Url}}","events":["*"],"retry_policy":{"exponential":{"max_attempts":1} } }""", all)).TextOf("id");
        var published = (await host.PostAsync("v1/events", """{"type":"order.created","payload":{"iban":"DE00"} }""", all)).TextOf("event_id");
        var delivery = "";
        for (var deadline = DateTime.UtcNow.AddSeconds(30); delivery.Length == 0; await Task.Delay(20))
        {
            delivery = (await host.GetAsync("v1/dead-letters", all)).Data.Select(item => item.GetProperty("id").GetString()!).SingleOrDefault("");
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline));
        }

        var tests = new[] { await host.PostAsync($"v1/endpoints/{endpoint}/test", null, reading), await host.PostAsync($"v1/endpoints/{endpoint}/test", null, all) };
        var (without, with) = (await host.GetAsync($"v1/events/{published}", reading), await host.GetAsync($"v1/events/{published}", all));
        var answers = new[] { await host.GetAsync($"v1/deliveries/{delivery}", reading), await host.GetAsync($"v1/deliveries/{delivery}", all) };

        var audit = (await host.GetAsync("v1/audit", all)).Data.Select(entry => (entry.GetProperty("action").GetString(), entry.GetProperty("target").GetString())).Reverse();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(without["payload"].ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(with["payload"].GetRawText(), Does.Contain("DE00"));
            Assert.That(answers.Select(answer => answer["attempts"][0].GetProperty("response_excerpt").ValueKind != System.Text.Json.JsonValueKind.Null), Is.EqualTo(new[] { false, true }), answers[1].Text);
            Assert.That(tests.Select(test => test["status_code"].GetInt32()), Is.All.EqualTo(500));
            Assert.That(tests.Select(test => test["response_excerpt"].ValueKind != System.Text.Json.JsonValueKind.Null), Is.EqualTo(new[] { false, true }), tests[1].Text);
            Assert.That(audit, Is.EqualTo(new[]
            {
                ("endpoint.created", endpoint), ("endpoint.tested", endpoint), ("endpoint.tested", endpoint), ("event.payload_read", published), ("delivery.answers_read", delivery),
            }));
        }
    }

    [Test]
    public async Task The_audit_log_says_where_a_request_came_from()
    {
        await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/","events":["*"]}""", (AsHeader, "All"));

        var entry = (await _host.GetAsync("v1/audit", (AsHeader, "All"))).Data.Single();

        Assert.That(entry.GetProperty("address").GetString(), Is.EqualTo("127.0.0.1"));
        Assert.That(entry.GetProperty("request_id").GetString(), Is.Not.Empty);
        Assert.That(entry.GetProperty("scheme").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
    }

    [Test]
    public async Task No_more_than_600_tests_are_sent_in_a_minute()
    {
        await using var receiver = await WebhookKit.Testing.WebhookReceiver.StartAsync();
        var endpoint = (await _host.PostAsync("v1/endpoints", $$"""{"url":"{{receiver.Url}}","events":["*"]}""", (AsHeader, "All"))).TextOf("id");
        for (var number = 0; number < 600; number++)
        {
            Assert.That((await _host.PostAsync($"v1/endpoints/{endpoint}/test", null, (AsHeader, "All"))).Status, Is.EqualTo(200));
        }

        var refused = await _host.PostAsync($"v1/endpoints/{endpoint}/test", null, (AsHeader, "All"));

        Assert.That((refused.Status, receiver.Requests.Count), Is.EqualTo((429, 600)), refused.Text);
        Assert.That(int.Parse(refused.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), Is.InRange(1, 60));
    }

    [Test]
    public async Task Every_answer_has_the_headers_that_keep_browsers_from_showing_it()
    {
        string[] paths = ["openapi.json", "v1/endpoints", "v1/endpoints/x", "v1/endpoints?limit=0", "v1/audit"];
        foreach (var path in paths)
        {
            var headers = (await _host.GetAsync(path, (AsHeader, "Read"))).Headers;
            Assert.That(
                new[] { "X-Content-Type-Options", "Cache-Control", "Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy" }
                    .Select(name => headers.GetValueOrDefault(name)),
                Is.EqualTo(new[] { "nosniff", "no-store", "default-src 'none'; frame-ancestors 'none'", "no-referrer", "same-origin", "same-origin" }),
                path);
        }
    }

    private sealed class HeaderCaller : IWebhookCallerProvider
    {
        public ValueTask<WebhookCaller?> GetCallerAsync(HttpContext context, CancellationToken cancellationToken = default) =>
            new(Enum.TryParse<WebhookPermissions>(context.Request.Headers[AsHeader].ToString(), out var permissions)
                ? new WebhookCaller { Actor = "user", Permissions = permissions }
                : null);
    }
}
