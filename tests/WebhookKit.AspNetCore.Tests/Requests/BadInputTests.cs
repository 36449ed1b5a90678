namespace WebhookKit.AspNetCore.Tests.Requests;

internal sealed class BadInputTests
{
    private const string Url = "\"url\":\"https://example.com/hooks\"";
    private const string Hook = Url + ""","events":["order.*"]""";

    private ApiHost _host = null!;
    private string _endpoint = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync();
        _endpoint = await _host.CreateEndpointAsync(more: ""","headers":{"X-Plain":"1"}""");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase("", "body")]
    [TestCase("nonsense", "body")]
    [TestCase("""{"type":"a","payload":1,}""", "body")]
    [TestCase("""{"type":"a","payload":1} x""", "body")]
    [TestCase("1", "body")]
    [TestCase("null", "body")]
    [TestCase("[]", "body")]
    [TestCase("{}", "payload", "type")]
    [TestCase("""{"payload":1}""", "type")]
    [TestCase("""{"type":null,"payload":1}""", "type")]
    [TestCase("""{"type":7,"payload":1}""", "type")]
    [TestCase("""{"type":"order created","payload":1}""", "type")]
    [TestCase("""{"type":"a.","payload":1}""", "type")]
    [TestCase("""{"type":"\ud800","payload":1}""", "type")]
    [TestCase("""{"type":"a"}""", "payload")]
    [TestCase("""{"type":"a","payload":1,"colour":"red"}""", "colour")]
    [TestCase("""{"type":"a","payload":1,"type":"b"}""", "type")]
    [TestCase("""{"type":"a","payload":1,"owner":[]}""", "owner")]
    [TestCase("""{"type":"a","payload":1,"owner":"ü"}""", "owner")]
    [TestCase("""{"type":"a","payload":1,"metadata":"x"}""", "metadata")]
    [TestCase("""{"type":"a","payload":1,"metadata":{"x":1}}""", "metadata[\"x\"]")]
    [TestCase("""{"type":"a","payload":1,"metadata":{"x":"1","x":"2"}}""", "metadata.x")]
    [TestCase("""{"type":"a","payload":1,"metadata":{"x":"\u0000"}}""", "metadata[\"x\"]")]
    [TestCase("""{"type":"a","payload":1,"metadata":{"":"1"}}""", "metadata")]
    [TestCase("""{"type":"a","payload":1,"deliver_at":"tomorrow"}""", "deliver_at")]
    [TestCase("""{"type":"a","payload":1,"deliver_at":1790000000}""", "deliver_at")]
    [TestCase("""{"type":"a","payload":1,"deliver_at":"2030-01-31T12:00:00+01:00"}""", "deliver_at")]
    [TestCase("""{"type":"a","payload":1,"deliver_at":"2999-01-31T12:00:00Z"}""", "deliver_at")]
    [TestCase("""{"type":"a","payload":1,"expires_at":"2001-01-31T12:00:00Z"}""", "expires_at")]
    [TestCase("""{"type":"a","payload":1,"deliver_at":"2001-01-31T12:00:00Z","expires_at":"2001-01-31T12:00:00Z"}""", "expires_at")]
    [TestCase("""{"type":"a","payload":1,"retry_policy":{}}""", "retry_policy")]
    [TestCase("""{"type":"a","payload":1,"retry_policy":{"schedule_seconds":[-1]}}""", "retry_policy.schedule_seconds[0]")]
    [TestCase("""{"type":"a","payload":1,"retry_policy":{"schedule_seconds":[99999999]}}""", "retry_policy.schedule_seconds[0]")]
    [TestCase("""{"type":"a","payload":1,"retry_policy":{"exponential":{"max_attempts":0}}}""", "retry_policy.exponential.max_attempts")]
    [TestCase("""{"type":"a","payload":1,"retry_policy":{"policy":"nobody"}}""", "retry_policy.policy")]
    [TestCase("""{"type":"a","payload":1,"endpoints":"ep_0123456789abcdef"}""", "endpoints")]
    [TestCase("""{"type":"a","payload":1,"endpoints":[]}""", "endpoints")]
    [TestCase("""{"type":"a","payload":1,"endpoints":["ep_0123456789abcdef","nonsense"]}""", "endpoints[1]")]
    [TestCase("""{"type":"a","payload":1,"endpoints":[7]}""", "endpoints[0]")]
    [TestCase("""[{"type":"a","payload":1},{"type":"a","payload":1,"expires_at":"2001-01-31T12:00:00Z"}]""", "events[1].expires_at")]
    [TestCase("""[{"type":"a","payload":1},{"type":"a","payload":1,"retry_policy":{"schedule_seconds":["x"]}}]""", "events[1].retry_policy.schedule_seconds[0]")]
    [TestCase("""[{"type":"a","payload":1},{"type":"b"}]""", "events[1].payload")]
    [TestCase("""[{"type":"a","payload":1},{"type":"b!","payload":1}]""", "events[1].type")]
    [TestCase("""[{"type":"a","payload":1},2]""", "events[1]")]
    public Task A_bad_event_is_refused_by_field(string json, params string[] fields) => RefusesAsync("v1/events", json, fields);

    [TestCase("{}", "events", "url")]
    [TestCase("""{"events":["a"]}""", "url")]
    [TestCase("""{"url":"nowhere","events":["a"]}""", "url")]
    [TestCase("""{"url":"ftp://example.com/","events":["a"]}""", "url")]
    [TestCase("""{"url":"https://user:pass@example.com/","events":["a"]}""", "url")]
    [TestCase("""{"url":"https://10.0.0.1/","events":["a"]}""", "url")]
    [TestCase("{" + Url + "}", "events")]
    [TestCase("{" + Url + ""","events":[]}""", "events")]
    [TestCase("{" + Url + ""","events":"a"}""", "events")]
    [TestCase("{" + Url + ""","events":["a","b*"]}""", "events[1]")]
    [TestCase("{" + Url + ""","events":["a",7]}""", "events[1]")]
    [TestCase("{" + Url + ""","events":["a","a"]}""", "events[1]")]
    [TestCase("{" + Hook + ""","rate_limit":5}""", "rate_limit")]
    [TestCase("{" + Hook + ""","description":5}""", "description")]
    [TestCase("{" + Hook + ""","headers":{"Host":"evil"}}""", "headers")]
    [TestCase("{" + Hook + ""","headers":{"X-A":"a\r\nX-B: b"}}""", "headers[\"X-A\"]")]
    [TestCase("{" + Hook + ""","headers":{"X-A":null}}""", "headers[\"X-A\"]")]
    [TestCase("{" + Hook + ""","secret":"whsec_short"}""", "secret")]
    [TestCase("{" + Hook + ""","retry_policy":5}""", "retry_policy")]
    [TestCase("{" + Hook + ""","rate_limit":5}""", "rate_limit")]
    [TestCase("{" + Hook + ""","rate_limit":{}}""", "rate_limit.per_second")]
    [TestCase("{" + Hook + ""","rate_limit":{"per_second":0}}""", "rate_limit.per_second")]
    [TestCase("{" + Hook + ""","rate_limit":{"per_second":100001}}""", "rate_limit.per_second")]
    [TestCase("{" + Hook + ""","rate_limit":{"per_second":5,"burst":0}}""", "rate_limit.burst")]
    [TestCase("{" + Hook + ""","rate_limit":{"per_second":5,"burst":1.5}}""", "rate_limit.burst")]
    [TestCase("{" + Hook + ""","rate_limit":{"per_second":0.001,"burst":87}}""", "rate_limit.burst")]
    [TestCase("{" + Hook + ""","rate_limit":{"per_second":5,"burts":1}}""", "rate_limit.burts")]
    [TestCase("{" + Hook + ""","filter":"status=paid"}""", "filter")]
    [TestCase("{" + Hook + ""","filter":{}}""", "filter")]
    [TestCase("{" + Hook + ""","filter":{"$or":[{"a":1},{"total":{"$gtt":1}}]}}""", "filter.$or[1].total.$gtt")]
    [TestCase("{" + Hook + ""","retry_policy":{}}""", "retry_policy")]
    [TestCase("{" + Hook + ""","retry_policy":{"schedule_seconds":[5],"exponential":{}}}""", "retry_policy")]
    [TestCase("{" + Hook + ""","retry_policy":{"policy":"nobody"}}""", "retry_policy.policy")]
    [TestCase("{" + Hook + ""","retry_policy":{"policy":7}}""", "retry_policy.policy")]
    [TestCase("{" + Hook + ""","retry_policy":{"policy":"a","exponential":{}}}""", "retry_policy")]
    [TestCase("{" + Hook + ""","retry_policy":{"exponential":{"max_age_seconds":0}}}""", "retry_policy.exponential.max_age_seconds")]
    [TestCase("{" + Hook + ""","retry_policy":{"schedule_seconds":[5,-1]}}""", "retry_policy.schedule_seconds[1]")]
    [TestCase("{" + Hook + ""","retry_policy":{"schedule_seconds":[5,1e300]}}""", "retry_policy.schedule_seconds[1]")]
    [TestCase("{" + Hook + ""","retry_policy":{"exponential":{"speed":1}}}""", "retry_policy.exponential.speed")]
    [TestCase("{" + Hook + ""","retry_policy":{"exponential":{"max_attempts":1.5}}}""", "retry_policy.exponential.max_attempts")]
    [TestCase("{" + Hook + ""","retry_policy":{"exponential":{"max_attempts":0}}}""", "retry_policy.exponential.max_attempts")]
    [TestCase("{" + Hook + ""","retry_policy":{"exponential":{"factor":"2"}}}""", "retry_policy.exponential.factor")]
    public Task A_bad_endpoint_is_refused_by_field(string json, params string[] fields) => RefusesAsync("v1/endpoints", json, fields);

    [TestCase("rotate-secret", """{"overlap_seconds":-1}""", "overlap_seconds")]
    [TestCase("rotate-secret", """{"overlap_seconds":2592001}""", "overlap_seconds")]
    [TestCase("rotate-secret", """{"overlap_seconds":"1"}""", "overlap_seconds")]
    [TestCase("rotate-secret", """{"secret":"x"}""", "secret")]
    [TestCase("rotate-secret", """{"overlap":1}""", "overlap")]
    [TestCase("disable", """{"reason":5}""", "reason")]
    [TestCase("pause", """{"reason":5}""", "reason")]
    [TestCase("resume", """{"reason":"x"}""", "reason")]
    [TestCase("enable", """{"reason":"x"}""", "reason")]
    [TestCase("open-circuit", """{"duration_seconds":0.5}""", "duration_seconds")]
    [TestCase("open-circuit", """{"duration_seconds":2592001}""", "duration_seconds")]
    [TestCase("open-circuit", """{"duration_seconds":"1"}""", "duration_seconds")]
    [TestCase("open-circuit", """{"until":1}""", "until")]
    [TestCase("close-circuit", """{"reason":"x"}""", "reason")]
    [TestCase("test", """[]""", "body")]
    public Task A_bad_command_is_refused_by_field(string command, string json, string field) =>
        RefusesAsync($"v1/endpoints/{_endpoint}/{command}", json, [field]);

    [TestCase("""{}""", "since")]
    [TestCase("""{"since":"yesterday"}""", "since")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","to":"2030-01-01T00:00:00Z"}""", "to")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","include_missed":"yes"}""", "include_missed")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","enable":1}""", "enable")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","event_type":"a b"}""", "event_type")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","rate":0}""", "rate")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","rate":10001}""", "rate")]
    [TestCase("""{"since":"2030-01-02T00:00:00Z","reason":"unrecordable"}""", "reason")]
    [TestCase("", "body")]
    public Task A_bad_recovery_is_refused_by_field(string json, string field) => RefusesAsync($"v1/endpoints/{_endpoint}/recover", json, [field]);

    [TestCase("""{"as_job":1}""", "as_job")]
    [TestCase("""{"as_job":true,"limit":5}""", "limit")]
    [TestCase("""{"as_job":true,"reason":"bored"}""", "reason")]
    [TestCase("""{"as_job":true,"rate":1.5}""", "rate")]
    [TestCase("""{"preview":true}""", "preview")]
    [TestCase("""{"event_type":"a"}""", "event_type")]
    [TestCase("""{"limit":0}""", "limit")]
    [TestCase("""{"limit":1001}""", "limit")]
    [TestCase("""{"endpoint_id":"ep_1"}""", "endpoint_id")]
    [TestCase("""{"from":"yesterday"}""", "from")]
    [TestCase("""{"from":"2030-01-02T00:00:00Z","to":"2030-01-01T00:00:00Z"}""", "to")]
    [TestCase("""{"status":"dead"}""", "status")]
    [TestCase("", "body")]
    public Task A_bad_selection_of_dead_letters_is_refused_by_field(string json, string field) =>
        RefusesAsync("v1/dead-letters/replay", json, [field]);

    [TestCase("v1/deliveries?limit=0", "limit")]
    [TestCase("v1/deliveries?limit=201", "limit")]
    [TestCase("v1/deliveries?limit=-1", "limit")]
    [TestCase("v1/deliveries?limit=1e1", "limit")]
    [TestCase("v1/deliveries?limit=99999999999999999999", "limit")]
    [TestCase("v1/deliveries?limit=1&limit=2", "limit")]
    [TestCase("v1/deliveries?status=unknown", "status")]
    [TestCase("v1/deliveries?status=Dead", "status")]
    [TestCase("v1/deliveries?status=", "status")]
    [TestCase("v1/deliveries?from=2030-01-01", "from")]
    [TestCase("v1/deliveries?to=2030-01-01T00:00:00%2B02:00", "to")]
    [TestCase("v1/deliveries?endpoint_id=7", "endpoint_id")]
    [TestCase("v1/deliveries?event_id=7", "event_id")]
    [TestCase("v1/deliveries?cursor=nonsense", "cursor")]
    [TestCase("v1/deliveries?cursor=%25%25", "cursor")]
    [TestCase("v1/deliveries?stauts=dead", "stauts")]
    [TestCase("v1/endpoints?cursor=ZGx2XzE", "cursor")]
    [TestCase("v1/endpoints?owner=a", "owner")]
    [TestCase("v1/dead-letters?replayed=perhaps", "replayed")]
    [TestCase("v1/dead-letters?status=dead", "status")]
    [TestCase("v1/audit?cursor=x", "cursor")]
    [TestCase("v1/stats?since=x", "since")]
    [TestCase("openapi.json?x=1", "x")]
    public async Task A_bad_query_is_refused_by_parameter(string path, string field)
    {
        var answer = await _host.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Text);
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task A_bad_status_is_told_which_there_are()
    {
        var answer = await _host.GetAsync("v1/deliveries?status=gone");

        Assert.That(answer["errors"].GetProperty("status")[0].GetString(), Does.Contain("pending, failed, succeeded, dead, cancelled"));
    }

    [Test]
    public async Task Invalid_json_is_told_where()
    {
        var answer = await _host.PostAsync("v1/events", "{\n  \"type\": nope }");

        Assert.That(answer["errors"].GetProperty("body")[0].GetString(), Does.Contain("line 2, byte 12"));
    }

    [Test]
    public Task A_payload_over_the_limit_is_refused_by_field() =>
        RefusesAsync("v1/events", $$"""{"type":"a","payload":"{{new string('x', 300_000)}}"}""", ["payload"]);

    [Test]
    public async Task A_large_request_full_of_mistakes_gets_a_small_answer()
    {
        var answer = await _host.PostAsync("v1/events", $"[{string.Join(',', Enumerable.Repeat("""{"no":1,"nor":2}""", 1000))}]");

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text, Has.Length.LessThan(30_000));
    }

    [Test]
    public async Task A_key_that_is_too_long_is_refused_by_field()
    {
        var answer = await _host.PostAsync("v1/events", """{"type":"a","payload":1}""", ("Idempotency-Key", new string('k', 257)));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.ErrorFields, Is.EqualTo(new[] { "idempotency_key" }));
    }

    private async Task RefusesAsync(string path, string json, string[] fields)
    {
        var before = await _host.DescribeStoreAsync();

        var answer = await _host.PostAsync(path, json);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Text);
        Assert.That(answer.ContentType, Is.EqualTo("application/problem+json"));
        Assert.That(answer.ErrorFields, Is.EquivalentTo(fields), answer.Text);
        Assert.That(answer["errors"].EnumerateObject().Select(error => error.Value[0].GetString()), Has.All.Not.Empty);
        Assert.That(await _host.DescribeStoreAsync(), Is.EqualTo(before));
    }
}
