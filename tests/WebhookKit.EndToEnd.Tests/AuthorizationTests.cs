using System.Net;
using System.Net.Http.Headers;
using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests;

public sealed class AuthorizationTests
{
    [TestCase(null, HttpStatusCode.Unauthorized)]
    [TestCase("some-other-key-of-that-sort", HttpStatusCode.Unauthorized)]
    [TestCase("a-key-for-this-test-only", HttpStatusCode.OK)]
    public async Task Outside_Development_the_api_answers_the_key_only(string? key, HttpStatusCode expected)
    {
        using var folder = new TemporaryFolder();
        await using var program = await OrdersApiProgram.StartAsync(
            folder.Database, ("ASPNETCORE_ENVIRONMENT", "Production"), ("Ops__ApiKey", "a-key-for-this-test-only"), ("Webhooks__Secrets__Keys__k1", Convert.ToBase64String(new byte[32])));
        using var request = new HttpRequestMessage(HttpMethod.Get, "webhooks/v1/endpoints");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

        using var response = await program.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }
}
