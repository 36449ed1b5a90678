using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using WebhookKit.Administration;
using WebhookKit.Retrying;
using WebhookKit.Testing;

namespace WebhookKit.AspNetCore.Tests.OpenApi;

/// <summary>The document is kept by hand; these tests hold it to what the API does, from outside.</summary>
internal sealed class OpenApiTests
{
    private const string Unknown = "not_a_field";

    private ApiHost _host = null!;
    private ApiDescription _description = null!;
    private ApiAnswer _document = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync(services => services.AddKeyedSingleton<IRetryPolicy, NeverAgain>("own"), prefix: "/api/hooks");
        _document = await _host.GetAsync("openapi.json");
        _description = new ApiDescription(_document.Body);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public void It_is_valid_openapi_3_1()
    {
        var read = OpenApiDocument.Parse(_document.Text, "json");

        Assert.That(read.Diagnostic!.Errors, Is.Empty);
        Assert.That(read.Diagnostic.Warnings, Is.Empty);
        Assert.That(read.Diagnostic.SpecificationVersion, Is.EqualTo(OpenApiSpecVersion.OpenApi3_1));
        Assert.That(read.Document!.Paths, Is.Not.Empty);
    }

    [Test]
    public void It_says_where_the_api_is() =>
        Assert.That(_document["servers"][0].GetProperty("url").GetString(), Is.EqualTo("/api/hooks"));

    [Test]
    public void It_describes_every_route_and_no_other()
    {
        var mapped = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(route => $"{route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} {route.RoutePattern.RawText!["/api/hooks".Length..]}");

        Assert.That(_description.Operations.Select(operation => $"{operation.Method} {operation.Path}"), Is.EquivalentTo(mapped));
    }

    [Test]
    public async Task It_describes_the_query_parameters_of_every_route()
    {
        foreach (var (method, path, operation) in _description.Operations)
        {
            var answer = await _host.SendAsync(new HttpMethod(method), $"{path[1..].Replace("{id}", "x", StringComparison.Ordinal)}?{Unknown}=1", null);

            Assert.That(answer.Status, Is.EqualTo(400), $"{method} {path}");
            Assert.That(Names(answer, Unknown), Is.EquivalentTo(_description.QueryOf(operation)), $"{method} {path}");
        }
    }

    [TestCase("POST", "v1/events", "{0}", Unknown, "NewEvent")]
    [TestCase("POST", "v1/endpoints", "{0}", Unknown, "NewEndpoint")]
    [TestCase("PUT", "v1/endpoints/{endpoint}", "{0}", Unknown, "EndpointUpdate")]
    [TestCase("POST", "v1/endpoints", """{{"retry_policy":{0}}}""", "retry_policy." + Unknown, "RetryPolicy")]
    [TestCase("POST", "v1/endpoints", """{{"retry_policy":{{"exponential":{0}}}}}""", "retry_policy.exponential." + Unknown, "ExponentialRetryPolicy")]
    [TestCase("POST", "v1/endpoints", """{{"tls":{0}}}""", "tls." + Unknown, "TlsSettings")]
    [TestCase("POST", "v1/endpoints", """{{"tls":{{"client_certificate":{0}}}}}""", "tls.client_certificate." + Unknown, "ClientCertificateSettings")]
    [TestCase("POST", "v1/endpoints/{endpoint}/rotate-secret", "{0}", Unknown, "SecretRotation")]
    [TestCase("POST", "v1/endpoints/{endpoint}/enable", "{0}", Unknown, "Empty")]
    [TestCase("POST", "v1/endpoints/{endpoint}/disable", "{0}", Unknown, "Reason")]
    [TestCase("POST", "v1/endpoints/{endpoint}/pause", "{0}", Unknown, "Reason")]
    [TestCase("POST", "v1/endpoints/{endpoint}/open-circuit", "{0}", Unknown, "CircuitOpening")]
    [TestCase("POST", "v1/endpoints/{endpoint}/close-circuit", "{0}", Unknown, "Empty")]
    [TestCase("POST", "v1/endpoints/{endpoint}/test", "{0}", Unknown, "Empty")]
    [TestCase("POST", "v1/endpoints/{endpoint}/recover", "{0}", Unknown, "Recovery")]
    [TestCase("POST", "v1/jobs/x/cancel", "{0}", Unknown, "Empty")]
    [TestCase("POST", "v1/deliveries/x/replay", "{0}", Unknown, "Empty")]
    [TestCase("POST", "v1/deliveries/x/cancel", "{0}", Unknown, "Reason")]
    [TestCase("POST", "v1/dead-letters/replay", "{0}", Unknown, "DeadLetterSelection")]
    [TestCase("POST", "v1/filters/test", "{0}", Unknown, "FilterTrial")]
    public async Task It_describes_the_fields_of_every_request(string method, string path, string body, string field, string schema)
    {
        var endpoint = await _host.CreateEndpointAsync();
        var json = string.Format(null, body, $$"""{"{{Unknown}}":1}""");
        using var content = new StringContent(json, null, "application/json");

        var answer = await _host.SendAsync(new HttpMethod(method), path.Replace("{endpoint}", endpoint, StringComparison.Ordinal), content);

        Assert.That(Names(answer, field), Is.EquivalentTo(_description.PropertiesOf(schema)));
    }

    [Test]
    public async Task It_describes_every_field_of_every_answer()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/","events":["x"],"retry_policy":{"schedule_seconds":[1]},"rate_limit":{"per_second":5,"burst":2},"filter":{"a":1}}""");
        await _host.PostAsync("v1/endpoints", """{"url":"https://example.com/","events":["x"],"retry_policy":{"policy":"own"}}""");
        await _host.PostAsync("v1/endpoints", WithTls());
        var created = await CheckAsync(HttpMethod.Post, "v1/endpoints", "{\"url\":\"" + receiver.Url + "\"" + ""","events":["*"],"retry_policy":{"exponential":{"max_age_seconds":60}}}""", "Endpoint");
        var published = await CheckAsync(HttpMethod.Post, "v1/events", """{"type":"a","payload":{"a":1}}""", "AcceptedEvent");
        await CheckAsync(HttpMethod.Post, "v1/events", """[{"type":"a","payload":1}]""", "AcceptedEvents");
        var later = await CheckAsync(
            HttpMethod.Post,
            "v1/events",
            "{\"type\":\"a\",\"payload\":1,\"deliver_at\":\"" + $"{DateTimeOffset.UtcNow.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}" + "\",\"expires_at\":\"2999-01-01T00:00:00Z\""
                + ""","retry_policy":{"schedule_seconds":[1]},"endpoints":["ep_0123456789abcdef"]}""",
            "AcceptedEvent");
        await CheckAsync(HttpMethod.Get, $"v1/events/{later.TextOf("event_id")}", null, "Event");
        await CheckAsync(HttpMethod.Get, $"v1/events/{published.TextOf("event_id")}", null, "Event");
        await CheckAsync(HttpMethod.Get, "v1/endpoints", null, "EndpointList");
        await CheckAsync(HttpMethod.Get, $"v1/endpoints/{created.TextOf("id")}", null, "Endpoint");
        await CheckAsync(HttpMethod.Post, $"v1/endpoints/{created.TextOf("id")}/open-circuit", null, "Endpoint");
        var deliveries = await CheckAsync(HttpMethod.Get, "v1/deliveries", null, "DeliveryList");
        await CheckAsync(HttpMethod.Get, $"v1/deliveries/{deliveries.Data[0].GetProperty("id").GetString()}", null, "Delivery");
        await CheckAsync(HttpMethod.Get, $"v1/deliveries/{deliveries.Data[0].GetProperty("id").GetString()}/explain", null, "Explanation");
        await CheckAsync(HttpMethod.Post, $"v1/deliveries/{deliveries.Data[0].GetProperty("id").GetString()}/replay", null, "Delivery");
        await CheckAsync(HttpMethod.Post, $"v1/deliveries/{deliveries.Data[0].GetProperty("id").GetString()}/cancel", null, "Delivery");
        await CheckAsync(HttpMethod.Get, "v1/dead-letters", null, "DeliveryList");
        await CheckAsync(HttpMethod.Post, "v1/dead-letters/replay", "{}", "DeadLetterReplay");
        await CheckAsync(HttpMethod.Post, $"v1/endpoints/{created.TextOf("id")}/test", null, "Attempt");
        await CheckAsync(HttpMethod.Post, "v1/dead-letters/replay", """{"as_job":true,"preview":true}""", "JobPreview");
        await CheckAsync(HttpMethod.Post, "v1/dead-letters/replay", """{"as_job":true,"event_type":"order.*","reason":"unrecordable","to":"2026-01-01T00:00:00Z"}""", "Job");
        var job = await CheckAsync(HttpMethod.Post, $"v1/endpoints/{created.TextOf("id")}/recover", """{"since":"2026-01-01T00:00:00Z","rate":5}""", "Job");
        await CheckAsync(HttpMethod.Get, $"v1/jobs/{job.TextOf("id")}", null, "Job");
        await CheckAsync(HttpMethod.Post, $"v1/jobs/{job.TextOf("id")}/cancel", null, "Job");
        await CheckAsync(HttpMethod.Get, "v1/jobs", null, "JobList");
        await CheckAsync(HttpMethod.Post, "v1/filters/test", """{"filter":{"a":1},"payload":{"a":2}}""", "FilterVerdict");
        await CheckAsync(HttpMethod.Get, "v1/stats", null, "Statistics");
        await CheckAsync(HttpMethod.Get, "v1/audit", null, "AuditList");
        await CheckAsync(HttpMethod.Get, "v1/audit?limit=0", null, "Problem");
        await CheckAsync(HttpMethod.Get, "v1/audit?limit=1", null, "AuditList");

        string[] answers = ["Endpoint", "EndpointList", "Tls", "ClientCertificate", "RetryPolicy", "ExponentialRetryPolicy", "RateLimit", "AcceptedEvent", "AcceptedEvents", "Event", "Delivery", "DeliveryList",
            "Attempt", "DeadLetterReplay", "FilterVerdict", "JobPreview", "Job", "JobList", "Statistics", "AuditEntry", "AuditList", "Problem"];
        var described = answers.SelectMany(schema => _description.PropertiesOf(schema).Select(property => $"{schema}.{property}"));
        Assert.That(described.Except(_description.Seen), Is.EqualTo(new[] { "Problem.trace_id" }), "trace_id is for failures of the server alone");
    }

    [Test]
    public void It_lists_every_value_of_every_enumeration()
    {
        Assert.That(_description.EnumOf("Endpoint", "status"), Is.EqualTo(NamesOf<EndpointStatus>()));
        Assert.That(_description.EnumOf("Delivery", "status"), Is.EquivalentTo(NamesOf<DeliveryStatus>()));
        Assert.That(_description.EnumOf("Delivery", "dead_reason"), Is.EqualTo(NamesOf<DeadLetterReason>().Append(null)));
        Assert.That(_description.EnumOf("Job", "kind"), Is.EqualTo(NamesOf<JobKind>()));
        Assert.That(_description.EnumOf("Job", "status"), Is.EqualTo(NamesOf<JobStatus>()));
        Assert.That(_description.EnumOf("Job", "reason"), Is.EqualTo(NamesOf<DeadLetterReason>().Append(null)));
        Assert.That(_description.EnumOf("DeadLetterSelection", "reason"), Is.EqualTo(NamesOf<DeadLetterReason>().Append(null)));
        Assert.That(_description.EnumOf("Explanation", "status"), Is.EquivalentTo(NamesOf<DeliveryStatus>()));
        Assert.That(_description.EnumOf("Explanation", "waits_for"), Is.EqualTo(NamesOf<DeliveryWait>().Append(null)));
        Assert.That(_description.EnumOf("Attempt", "outcome"), Is.EqualTo(NamesOf<AttemptOutcome>()));
    }

    private static IEnumerable<string?> NamesOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    /// <summary>The names that a refusal lists after what it says is unknown.</summary>
    private static string[] Names(ApiAnswer refusal, string field)
    {
        var message = refusal["errors"].GetProperty(field)[0].GetString()!;
        var list = message.IndexOf(" are ", StringComparison.Ordinal) + " are ".Length;
        return message.EndsWith("there are none.", StringComparison.Ordinal) ? [] : message[list..^1].Split(", ");
    }

    private static string WithTls()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        var client = JsonSerializer.Serialize(new { certificate = certificate.ExportCertificatePem(), private_key = key.ExportPkcs8PrivateKeyPem() });
        return """{"url":"https://example.com/","events":["x"],"tls":{"client_certificate":""" + client + "}}";
    }

    private async Task<ApiAnswer> CheckAsync(HttpMethod method, string path, string? json, string schema)
    {
        using var content = json is null ? null : new StringContent(json, null, "application/json");
        var answer = await _host.SendAsync(method, path, content);
        _description.Check(answer.Body, schema);
        return answer;
    }

    private sealed class NeverAgain : IRetryPolicy
    {
        public RetryDecision Decide(RetryContext context) => RetryDecision.GiveUp;
    }
}
