namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>Each command writes one audit entry, and one that is refused writes none.</summary>
internal sealed class AuditTests
{
    private const string Since = "2026-01-01T00:00:00Z";

    [Test]
    public async Task Each_command_writes_one_entry_and_what_is_refused_none()
    {
        await using var host = await ApiHost.StartAsync();
        var endpoint = await host.CreateEndpointAsync();
        await host.PublishAsync();
        var delivery = (await host.GetAsync("v1/deliveries")).Data.Single().GetProperty("id").GetString()!;
        var of = $"v1/endpoints/{endpoint}";
        (string Name, string Method, string Path, string? Body, string? Action)[] commands =
        [
            ("publishEvents", "POST", "v1/events", """{"type":"a","payload":1}""", null),
            ("createEndpoint", "POST", "v1/endpoints", """{"url":"https://example.com/two","events":["b"]}""", "endpoint.created"),
            ("createEndpoint", "POST", "v1/endpoints", """{"url":"ftp://example.com/two","events":["b"]}""", null),
            ("updateEndpoint", "PUT", of, """{"url":"https://example.com/new","events":["a"]}""", "endpoint.updated"),
            ("updateEndpoint", "PUT", of, """{"url":"https://example.com/new","events":[]}""", null),
            ("pauseEndpoint", "POST", $"{of}/pause", null, "endpoint.paused"),
            ("resumeEndpoint", "POST", $"{of}/resume", null, "endpoint.resumed"),
            ("openCircuit", "POST", $"{of}/open-circuit", null, "endpoint.circuit_opened"),
            ("closeCircuit", "POST", $"{of}/close-circuit", null, "endpoint.circuit_closed"),
            ("rotateSecret", "POST", $"{of}/rotate-secret", null, "endpoint.secret_rotated"),
            ("rotateSecret", "POST", $"{of}/rotate-secret", """{"secret":"short"}""", null),
            ("testEndpoint", "POST", $"{of}/test", null, "endpoint.tested"),
            ("recoverEndpoint", "POST", $"{of}/recover", $$"""{"since":"{{Since}}"}""", "job.started"),
            ("recoverEndpoint", "POST", $"{of}/recover", $$"""{"since":"{{Since}}","preview":true}""", null),
            ("cancelDelivery", "POST", $"v1/deliveries/{delivery}/cancel", null, "delivery.cancelled"),
            ("cancelDelivery", "POST", $"v1/deliveries/{delivery}/cancel", null, null),
            ("replayDelivery", "POST", $"v1/deliveries/{delivery}/replay", null, "delivery.replayed"),
            ("replayDeadLetters", "POST", "v1/dead-letters/replay", """{"as_job":true}""", "job.started"),
            ("cancelJob", "POST", "v1/jobs/{job}/cancel", null, "job.cancelled"),
            ("cancelJob", "POST", "v1/jobs/{job}/cancel", null, null),
            ("disableEndpoint", "POST", $"{of}/disable", null, "endpoint.disabled"),
            ("enableEndpoint", "POST", $"{of}/enable", null, "endpoint.enabled"),
            ("deleteEndpoint", "DELETE", of, null, "endpoint.deleted"),
            ("deleteEndpoint", "DELETE", of, null, null),
            ("testFilter", "POST", "v1/filters/test", """{"filter":{"a":1},"payload":{}}""", null),
            ("reencryptSecrets", "POST", "v1/secret-keys/reencrypt", null, null),
        ];

        var known = await ActionsAsync(host);
        string? job = null;
        foreach (var (name, method, path, body, action) in commands)
        {
            using var content = body is null ? null : new StringContent(body, null, "application/json");
            var answer = await host.SendAsync(new HttpMethod(method), path.Replace("{job}", job, StringComparison.Ordinal), content);
            job = name == "replayDeadLetters" ? answer.TextOf("id") : job;
            var now = await ActionsAsync(host);

            Assert.That(now.Except(known).Select(entry => entry.Action), Is.EqualTo(action is null ? [] : new[] { action }), $"{name} {body}: {answer.Status} {answer.Text}");
            known = now;
        }

        var all = (await ApiOperations.ReadAsync(host)).Where(operation => operation.Method != HttpMethod.Get).Select(operation => operation.Name);
        Assert.That(commands.Select(command => command.Name).Distinct(), Is.EquivalentTo(all));
    }

    private static async Task<IReadOnlyList<(string? Id, string? Action)>> ActionsAsync(ApiHost host) =>
        [.. (await host.GetAsync("v1/audit?limit=200")).Data.Select(entry => (entry.GetProperty("id").GetString(), entry.GetProperty("action").GetString()))];
}
