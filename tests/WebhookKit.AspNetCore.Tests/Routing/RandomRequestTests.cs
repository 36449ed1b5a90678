using System.Globalization;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>Requests that nobody thought of: whatever comes in, no answer is a failure of ours.</summary>
internal sealed class RandomRequestTests
{
    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1000000000", "9223372036854775808", "1e400", "null", "true", "x", "%00", "%0d%0aX: y", "%F0%9F%92%A9", "%ed%a0%80", "..%2f..", "'%3b--", "\u0000",
        "2026-01-01T00:00:00Z", "2026-13-01", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00Z", "order.*", "*", "ep_", "evt_01", "ÿ",
    ];

    private static readonly string[] Texts =
    [
        "null", "true", "-1", "0", "1", "1e400", "1.5", "9223372036854775808", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"ÿ\"", "\"https://example.com/\"", "\"order.*\"",
        "\"2026-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "[]", "[null]", "[1]", "[\"*\"]", "{}", "{\"\":1}", "{\"a\":{\"$gte\":[]}}", "[[[[]]]]", "{\"$and\":[{}]}",
    ];

    private static readonly string[] Fields =
    [
        "type", "payload", "owner", "url", "events", "description", "metadata", "headers", "retry_policy", "rate_limit", "filter", "ordering", "secret", "status", "reason", "duration_seconds",
        "since", "to", "from", "event_type", "include_missed", "enable", "rate", "preview", "as_job", "endpoint_id", "overlap_seconds", "deliver_at", "expires_at", "endpoints", "ordering_key",
        "coalescing_key", "limit", "per_second", "exponential", "max_attempts", "schedule_seconds", "",
    ];

    /// <summary>A number of requests by default; <c>WEBHOOKKIT_TEST_REQUESTS</c> makes them so many.</summary>
    [Test]
    public async Task No_request_makes_the_api_fail()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_REQUESTS") ?? "1500", CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next();
        await TestContext.Out.WriteLineAsync($"Seed {seed}.");
        var random = new Random(seed);
        await using var host = await ApiHost.StartAsync();
        var endpoint = await host.CreateEndpointAsync();
        var published = await host.PublishAsync();
        var delivery = (await host.GetAsync("v1/deliveries")).Data.Single().GetProperty("id").GetString()!;
        var operations = await ApiOperations.ReadAsync(host);
        string[] ids = [endpoint, published, delivery, "ep_0000000000000001", .. Values.Where(value => value.Length > 0)];
        string[] parameters = ["cursor", "limit", "status", "from", "to", "endpoint_id", "event_id", "replayed", "target", "x"];

        var failed = new List<string>();
        var statuses = new HashSet<int>();
        for (var number = 0; number < count; number++)
        {
            var (_, method, path) = Any(operations);
            if (method == HttpMethod.Delete && random.Next(10) > 0)
            {
                continue;
            }

            var target = path.Replace("{id}", Uri.EscapeDataString(Any(ids)), StringComparison.Ordinal);
            if (method == HttpMethod.Get && random.Next(3) > 0)
            {
                target += "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Any(parameters)}={Any(Values)}"));
            }

            using var content = method == HttpMethod.Get ? null : Body();
            var answer = await host.SendAsync(method, target, content, random.Next(4) == 0 ? [("Idempotency-Key", Any(Fields))] : []);
            statuses.Add(answer.Status);
            if (answer.Status >= 500)
            {
                failed.Add($"{answer.Status} {method} {target} {(content is null ? "" : await content.ReadAsStringAsync())}");
            }
        }

        Assert.That(failed, Is.Empty);
        Assert.That(statuses, Is.SupersetOf(new[] { 200, 202, 400, 404 }));

        T Any<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

        StringContent? Body() => random.Next(9) switch
        {
            0 => null,
            1 => new StringContent(Any(Texts), null, "application/json"),
            2 => new StringContent("{\"type\":\"a\",", null, "application/json"),
            3 => new StringContent("""{"type":"order.created","payload":1}""", null, "application/json"),
            4 => new StringContent($$"""{"type":"order.created","payload":{{Any(Texts)}},"{{Any(Fields)}}":{{Any(Texts)}} }""", null, "application/json"),
            5 => new StringContent($$"""{"url":"https://example.com/","events":["*"],"{{Any(Fields)}}":{{Any(Texts)}} }""", null, "application/json"),
            _ => new StringContent($"{{{string.Join(',', Enumerable.Range(0, random.Next(0, 4)).Select(_ => $"\"{Any(Fields)}\":{Any(Texts)}"))}}}", null, "application/json"),
        };
    }
}
