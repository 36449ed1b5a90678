using WebhookKit.Signing;

namespace WebhookKit.Tests.Signing;

internal sealed class GitHubSignerTests : SignerFixture
{
    private const string Name = WebhookSignerNames.GitHub;

    /// <summary>The example of GitHub's page "Validating webhook deliveries".</summary>
    [Test]
    public void The_published_example_is_signed_as_published()
    {
        var headers = Sign(Name, "Hello, World!", Secret("It's a Secret to Everybody"));

        Assert.That(headers, Is.EqualTo(new Dictionary<string, string>
        {
            ["X-Hub-Signature-256"] = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        }));
    }

    /// <summary>Computed with openssl dgst -sha256 -hmac, the key being the text of the secret.</summary>
    [TestCase("""{"a":1}""", "sha256=5d7c14cb480c0db0c3778b8568e4ee57ace209f29a7d6395a5dffecdaed8ddcb")]
    [TestCase("", "sha256=7d5d319949af25d187daf92c247b298d28e5a13c9366517df0219051ea6205e0")]
    public void The_key_is_the_text_of_the_secret_with_its_prefix(string body, string expected)
    {
        Assert.That(Sign(Name, body, One)["X-Hub-Signature-256"], Is.EqualTo(expected));
    }

    [Test]
    public void The_newest_secret_signs_alone()
    {
        Assert.That(
            Sign(Name, """{"a":1}""", Two, One)["X-Hub-Signature-256"],
            Is.EqualTo("sha256=e09ea44cbef767ede3b4acf34abe480e6bb270cdf7dc30f1ad5854fb88da208b"));
    }

    [Test]
    public void Without_a_secret_there_is_no_signature()
    {
        Assert.That(() => Sign(Name, ""), Throws.ArgumentException);
    }
}
