using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Hosting;
using WebhookKit.Testing;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>
/// Every place in a request that names an object, with one of another owner: answered like one that does not exist, and nothing changes.
/// The places come from the API's own description; one that is not known here fails a test until it is.
/// </summary>
internal sealed class ForeignObjectTests
{
    private const int Many = 3;
    private const string Cursor = "cursor";

    /// <summary>What commands need besides the id in the path; each in all its forms.</summary>
    private static readonly Dictionary<string, string[]> Bodies = new()
    {
        ["updateEndpoint"] = ["""{"url":"https://example.com/","events":["a"]}"""],
        ["recoverEndpoint"] =
        [
            """{"since":"2026-01-01T00:00:00Z"}""", """{"since":"2026-01-01T00:00:00Z","preview":true}""", """{"since":"2026-01-01T00:00:00Z","enable":true}""",
        ],
    };

    /// <summary>Fields of bodies that name an object, with bodies around it.</summary>
    private static readonly Dictionary<(string Operation, string Name), string[]> Fields = new()
    {
        [("replayDeadLetters", "endpoint_id")] = ["""{"endpoint_id":"$"}""", """{"endpoint_id":"$","as_job":true}""", """{"endpoint_id":"$","as_job":true,"preview":true}"""],
        [("publishEvents", "endpoints")] = ["""{"type":"none","payload":1,"endpoints":["$"]}"""],
    };

    /// <summary>Query parameters that name an object, and of which kind.</summary>
    private static readonly Dictionary<string, string> Parameters = new() { ["endpoint_id"] = "endpoints", ["event_id"] = "events", ["target"] = "endpoints" };

    /// <summary>What names no object. An owner is none, and is tested with the other rules of owners.</summary>
    private static readonly string[] Values =
    [
        "limit", "status", "replayed", "from", "to", "since", "owner", "type", "payload", "metadata", "deliver_at", "expires_at", "ordering_key", "coalescing_key", "url", "events", "description",
        "headers", "retry_policy", "schedule_seconds", "exponential", "policy", "initial_delay_seconds", "factor", "max_delay_seconds", "max_attempts", "max_age_seconds", "rate_limit", "per_second",
        "burst", "filter", "ordering", "mode", "skip_after", "signers", "secret", "overlap_seconds", "duration_seconds", "reason", "tls", "client_certificate", "trusted_roots", "pins", "pkcs12",
        "password", "certificate", "private_key", "thumbprint", "subject", "not_before", "not_after", "chain", "as_job", "event_type", "rate", "preview", "include_missed", "enable",
    ];

    private ApiHost _host = null!;
    private WebhookReceiver _receiver = null!;
    private Dictionary<string, (string Foreign, string Unknown)> _ids = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _receiver.At("/").AnswerAlways(500);
        _host = await ApiHost.StartAsync(services =>
        {
            services.AddSingleton<IWebhookCallerProvider, OwnerFromHeader>();
            services.Configure<HostingOptions>(options => options.Deliver = true);
        });
        for (var i = 0; i < Many; i++)
        {
            await AddAsync(OwnerFromHeader.Acme);
            await AddAsync(OwnerFromHeader.Other);
        }

        _ids = new()
        {
            ["endpoints"] = (await FirstAsync("v1/endpoints", "id"), "ep_0000000000000001"),
            ["events"] = (await FirstAsync("v1/deliveries", "event_id"), $"evt_{Guid.Empty:N}"),
            ["deliveries"] = (await FirstAsync("v1/deliveries", "id"), "dlv_1"),
            ["jobs"] = (await FirstAsync("v1/jobs", "id"), $"job_{Guid.Empty:N}"),
        };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task An_id_in_a_path_is_answered_as_if_nothing_had_it()
    {
        foreach (var (name, method, path) in await OperationsAsync(path => path.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (var body in Bodies.GetValueOrDefault(name, [""]))
            {
                await IsNotFoundAsync(name, method, path.Replace("{id}", "$", StringComparison.Ordinal), body, _ids[path.Split('/')[1]]);
            }
        }
    }

    [Test]
    public async Task An_id_in_a_query_selects_nothing()
    {
        foreach (var (operation, name) in (await InputsAsync()).Where(input => Parameters.ContainsKey(input.Name) && !Fields.ContainsKey(input)))
        {
            var path = (await OperationsAsync(_ => true)).Single(one => one.Name == operation).Path;
            var (foreign, unknown) = _ids[Parameters[name]];

            var answer = await _host.GetAsync($"{path}?{name}={foreign}", OwnerFromHeader.Other);

            Assert.That((answer.Status, answer.Data.Count), Is.EqualTo((200, 0)), $"{operation} {name}");
            Assert.That(answer.Text, Is.EqualTo((await _host.GetAsync($"{path}?{name}={unknown}", OwnerFromHeader.Other)).Text));
        }
    }

    [Test]
    public async Task A_cursor_leads_to_nothing_but_what_is_ones_own()
    {
        foreach (var (operation, _) in (await InputsAsync()).Where(input => input.Name == Cursor))
        {
            var path = (await OperationsAsync(_ => true)).Single(one => one.Name == operation).Path;
            var cursor = (await _host.GetAsync($"{path}?limit=1", OwnerFromHeader.Acme)).TextOf("next_cursor");

            var seen = new List<JsonElement>();
            for (var next = cursor; next is not null;)
            {
                var page = await _host.GetAsync($"{path}?limit=1&cursor={next}", OwnerFromHeader.Other);
                seen.AddRange(page.Data);
                next = page.TextOf("next_cursor");
            }

            Assert.That(cursor, Is.Not.Null, operation);
            Assert.That(seen.Select(item => item.GetProperty("owner").GetString()), Has.All.EqualTo("other"), operation);
        }
    }

    [Test]
    public async Task An_endpoint_in_a_selection_is_answered_as_if_it_did_not_exist()
    {
        var (_, method, path) = (await OperationsAsync(_ => true)).Single(one => one.Name == "replayDeadLetters");
        foreach (var body in Fields[("replayDeadLetters", "endpoint_id")])
        {
            await IsNotFoundAsync("replayDeadLetters", method, path, body, _ids["endpoints"]);
        }
    }

    [Test]
    public async Task An_event_for_the_endpoint_of_another_goes_nowhere()
    {
        var received = _receiver.Requests.Count;
        var (foreign, unknown) = _ids["endpoints"];
        var before = (await _host.GetAsync("v1/deliveries?limit=200", ("X-Owner", "*"))).Text;
        foreach (var id in (string[])[foreign, unknown])
        {
            var body = Fields[("publishEvents", "endpoints")].Single().Replace("$", id, StringComparison.Ordinal);
            Assert.That((await _host.PostAsync("v1/events", body, OwnerFromHeader.Other)).Status, Is.EqualTo(202));
        }

        Assert.That((await _host.GetAsync("v1/deliveries?limit=200", ("X-Owner", "*"))).Text, Is.EqualTo(before));
        Assert.That(_receiver.Requests, Has.Count.EqualTo(received));
    }

    [Test]
    public async Task Nothing_that_could_name_an_object_is_forgotten()
    {
        var inputs = await InputsAsync();

        var unknown = inputs.Where(input => !Fields.ContainsKey(input) && !Parameters.ContainsKey(input.Name) && !Values.Contains(input.Name) && input.Name != Cursor);
        Assert.That(unknown, Is.Empty, "Say in this test what it names, or that it names nothing.");
        Assert.That(Fields.Keys, Is.SubsetOf(inputs));
        Assert.That(inputs.Count(input => input.Name == Cursor), Is.EqualTo(5));
    }

    private async Task IsNotFoundAsync(string name, HttpMethod method, string path, string body, (string Foreign, string Unknown) ids)
    {
        var before = await _host.DescribeStoreAsync();

        var foreign = await SendAsync(ids.Foreign);
        var unknown = await SendAsync(ids.Unknown);

        Assert.That(foreign.Status, Is.EqualTo(404), $"{name} {body}: {foreign.Text}");
        Assert.That(foreign.Text, Is.EqualTo(unknown.Text), name);
        Assert.That(foreign.Headers.Keys, Is.EquivalentTo(unknown.Headers.Keys), name);
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before), name);

        async Task<ApiAnswer> SendAsync(string id)
        {
            using var content = body.Length == 0 ? null : new StringContent(body.Replace("$", id, StringComparison.Ordinal), null, "application/json");
            return await _host.SendAsync(method, path.Replace("$", id, StringComparison.Ordinal), content, OwnerFromHeader.Other);
        }
    }

    /// <summary>One of everything that can be listed: an endpoint, a dead letter, a job that selects nothing, and their entries in the audit log.</summary>
    private async Task AddAsync((string, string) owner)
    {
        var endpoint = await _host.PostAsync("v1/endpoints", $$"""{"url":"{{_receiver.Url}}/","events":["none"],"retry_policy":{"exponential":{"max_attempts":1} } }""", owner);
        await _host.PostAsync("v1/dead-letters/replay", """{"as_job":true,"to":"2001-01-01T00:00:00Z"}""", owner);
        var published = await _host.PostAsync("v1/events", """{"type":"none","payload":1,"endpoints":["$"]}""".Replace("$", endpoint.TextOf("id"), StringComparison.Ordinal), owner);
        Assert.That(published.Status, Is.EqualTo(202), published.Text);
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(20))
        {
            var dead = await _host.GetAsync($"v1/dead-letters?event_id={published.TextOf("event_id")}", owner);
            var jobs = await _host.GetAsync("v1/jobs", owner);
            if (dead.Data.Count == 1 && jobs.Data.All(job => job.GetProperty("status").GetString() == "completed"))
            {
                return;
            }

            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), jobs.Text);
        }
    }

    private async Task<string> FirstAsync(string list, string field) => (await _host.GetAsync(list, OwnerFromHeader.Acme)).Data[0].GetProperty(field).GetString()!;

    private async Task<IReadOnlyList<(string Name, HttpMethod Method, string Path)>> OperationsAsync(Func<string, bool> path) =>
        [.. (await ApiOperations.ReadAsync(_host, OwnerFromHeader.Other)).Where(operation => path(operation.Path))];

    private Task<IReadOnlyList<(string Operation, string Name)>> InputsAsync() => ApiInputs.ReadAsync(_host, OwnerFromHeader.Other);
}
