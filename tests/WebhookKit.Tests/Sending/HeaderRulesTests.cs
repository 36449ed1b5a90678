using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class HeaderRulesTests
{
    [TestCase("X-Api-Key", "abc")]
    [TestCase("Authorization", "Bearer abc.def")]
    [TestCase("X-Tenant", "a b\tc")]
    [TestCase("!#$%&'*+-.^_`|~09azAZ", "~")]
    [TestCase("Accept", "application/json")]
    public void Ordinary_headers_are_allowed(string name, string value)
    {
        Assert.That(HeaderRules.Check(One(name, value)), Is.Empty);
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a:b")]
    [TestCase("a\r\nb")]
    [TestCase("a\0")]
    [TestCase("é")]
    [TestCase("a(b)")]
    [TestCase("a,b")]
    public void A_name_is_a_token(string name)
    {
        Assert.That(HeaderRules.Check(One(name, "v")).Single().Field, Is.EqualTo("headers"));
    }

    [TestCase("")]
    [TestCase(" a")]
    [TestCase("a ")]
    [TestCase("\ta")]
    [TestCase("a\r\nX-Evil: 1")]
    [TestCase("a\nb")]
    [TestCase("a\rb")]
    [TestCase("a\0b")]
    [TestCase("a\u000bb")]
    [TestCase("a\u007fb")]
    [TestCase("é")]
    [TestCase("日本")]
    public void A_value_is_visible_ASCII(string value)
    {
        var error = HeaderRules.Check(One("X-Key", value)).Single();

        Assert.That(error.Field, Is.EqualTo("headers[\"X-Key\"]"));
        Assert.That(error.Message, Does.Contain("1 to 1024 visible ASCII"));
    }

    [TestCase("Host")]
    [TestCase("hOST")]
    [TestCase("Content-Type")]
    [TestCase("Content-Length")]
    [TestCase("content-encoding")]
    [TestCase("Transfer-Encoding")]
    [TestCase("TE")]
    [TestCase("Trailer")]
    [TestCase("Connection")]
    [TestCase("Keep-Alive")]
    [TestCase("Upgrade")]
    [TestCase("Expect")]
    [TestCase("Proxy-Authorization")]
    [TestCase("Cookie")]
    [TestCase("Set-Cookie")]
    [TestCase("Accept-Encoding")]
    [TestCase("User-Agent")]
    [TestCase("Date")]
    [TestCase("Via")]
    [TestCase("Forwarded")]
    [TestCase("X-Forwarded-For")]
    [TestCase("X-Forwarded-Host")]
    [TestCase("X-Real-IP")]
    [TestCase("traceparent")]
    [TestCase("tracestate")]
    [TestCase("baggage")]
    [TestCase("webhook-id")]
    [TestCase("Webhook-Anything")]
    [TestCase("X-Hub-Signature")]
    [TestCase("X-Hub-Signature-256")]
    [TestCase("Stripe-Signature")]
    [TestCase("Metadata")]
    [TestCase("Metadata-Flavor")]
    [TestCase("X-aws-ec2-metadata-token")]
    [TestCase("X-aws-ec2-metadata-token-ttl-seconds")]
    [TestCase("X-Google-Metadata-Request")]
    public void Headers_of_the_sender_and_of_metadata_services_are_reserved(string name)
    {
        Assert.That(HeaderRules.Check(One(name, "1")).Single().Message, Does.Contain(name));
    }

    [TestCase("If-Match", "no quotes")]
    [TestCase("Last-Modified", "1")]
    [TestCase("Allow", "POST")]
    [TestCase("Range", "x")]
    public void A_header_that_HTTP_would_refuse_at_the_last_moment_is_refused_at_once(string name, string value)
    {
        Assert.That(HeaderRules.Check(One(name, value)), Has.Count.EqualTo(1));
    }

    [Test]
    public void Sizes_are_limited()
    {
        Assert.Multiple(() =>
        {
            Assert.That(HeaderRules.Check(One(new string('a', 64), "v")), Is.Empty);
            Assert.That(HeaderRules.Check(One(new string('a', 65), "v")), Has.Count.EqualTo(1));
            Assert.That(HeaderRules.Check(One("a", new string('v', 1024))), Is.Empty);
            Assert.That(HeaderRules.Check(One("a", new string('v', 1025))), Has.Count.EqualTo(1));
            Assert.That(HeaderRules.Check(Many(20, 10)), Is.Empty);
            Assert.That(HeaderRules.Check(Many(21, 10)), Has.Count.EqualTo(1));
            Assert.That(HeaderRules.Check(Many(8, 1000)), Is.Empty);
            Assert.That(HeaderRules.Check(Many(9, 1000)), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void The_same_name_in_two_cases_is_refused()
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Key"] = "a", ["x-key"] = "b" };

        Assert.That(HeaderRules.Check(headers), Has.Count.EqualTo(1));
    }

    [Test]
    public void An_error_never_repeats_the_value()
    {
        var errors = HeaderRules.Check(One("Authorization", "Bearer secret\n"));

        Assert.That(errors.Single().ToString(), Does.Not.Contain("secret"));
    }

    private static Dictionary<string, string> One(string name, string value) => new() { [name] = value };

    private static Dictionary<string, string> Many(int count, int length) =>
        Enumerable.Range(0, count).ToDictionary(i => $"X-{i}", _ => new string('v', length));
}
