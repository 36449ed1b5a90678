using Microsoft.AspNetCore.Builder;

namespace WebhookKit.AspNetCore.Tests.Receiving;

/// <summary>Options that make no sense are refused where they are written.</summary>
public sealed class SignatureOptionsTests
{
    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("Secrets must hold a secret", options => options.Secrets.Clear());
        yield return Case("Secrets must be empty where FindSender is set", options => options.FindSender = (_, _) => default);
        yield return Case("Tolerance must not be negative; was -00:00:01", options => options.Tolerance = TimeSpan.FromSeconds(-1));
        yield return Case("MaxBodyBytes must be from 1 to 268435456; was 0", options => options.MaxBodyBytes = 0);
        yield return Case("Receiver must have 1 to 200 characters; has 0", options => options.Receiver = "");
        yield return Case("Receiver must have 1 to 200 characters; has 201", options => options.Receiver = new string('r', 201));
        yield return Case("ClaimFor must be longer than zero", options => options.ClaimFor = TimeSpan.Zero);
        yield return Case("RememberFor must be at least ClaimFor", options => options.RememberFor = TimeSpan.FromMinutes(4));
        yield return Case("RememberFor must be at least twice Tolerance", options => options.RememberFor = TimeSpan.FromMinutes(9));

        static TestCaseData Case(string message, Action<WebhookSignatureOptions> change) => new TestCaseData(message, change).SetArgDisplayNames(message);
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task A_message_names_the_property_the_rule_and_the_value(string message, Action<WebhookSignatureOptions> change)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.That(
            () => app.MapPost("/hook", () => { }).RequireWebhookSignature(options =>
            {
                options.Secrets.Add(ReceivingHost.Secret);
                change(options);
            }),
            Throws.ArgumentException.With.Message.StartsWith($"WebhookSignatureOptions.{message}"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("whsec_")]
    [TestCase("whsec_c2hvcnQ=")]
    public void What_is_no_secret_is_refused_and_not_repeated(string? text)
    {
        Assert.That(
            () => new WebhookSignatureOptions().AddSecret(text),
            Throws.ArgumentException.With.Message.Not.Contains("c2hvcnQ"));
    }

    [Test]
    public async Task Without_a_secret_there_is_no_endpoint()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.That(() => app.MapPost("/hook", () => { }).RequireWebhookSignature(), Throws.ArgumentException);
    }
}
