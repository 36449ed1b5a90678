using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WebhookKit.AspNetCore.Tests.Routing;

internal sealed class AuthorizationTests
{
    private string _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("webhookkit-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task An_api_that_nobody_decided_about_stops_the_host_with_both_ways_out()
    {
        await using var app = ApiHost.NewBuilder(_folder).Build();
        app.MapWebhooks("/hooks");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.That(failure!.Message, Does.Contain("'/hooks'").And.Contain("RequireAuthorization").And.Contain("AllowAnonymous"));
    }

    [Test]
    public async Task One_open_api_of_two_stops_the_host()
    {
        await using var app = ApiHost.NewBuilder(_folder).Build();
        app.MapWebhooks("/closed").AllowAnonymous();
        app.MapWebhooks("/open");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.That(failure!.Message, Does.Contain("'/open'"));
    }

    [TestCase(false, "open to everybody by .AllowAnonymous(), which is for Development alone")]
    [TestCase(true, "open to everybody by .AllowAnonymous(), which is for Development alone")]
    public async Task Outside_Development_an_open_api_stops_the_host(bool withPolicy, string expected)
    {
        var builder = ApiHost.NewBuilder(_folder, Environments.Production);
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        var api = app.MapWebhooks("/hooks").AllowAnonymous();
        if (withPolicy)
        {
            api.RequireAuthorization();
        }

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.That(failure!.Message, Does.Contain(expected).And.Contain("'/hooks'"));
    }

    [Test]
    public async Task Outside_Development_a_policy_may_let_everybody_in()
    {
        var builder = ApiHost.NewBuilder(_folder, Environments.Production);
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        app.MapWebhooks("/hooks").RequireAuthorization(policy => policy.RequireAssertion(_ => true));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = AddressOf(app) };

        using var answer = await client.GetAsync("/hooks/v1/endpoints");

        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task An_unknown_policy_lets_nobody_in()
    {
        var builder = ApiHost.NewBuilder(_folder);
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        app.MapWebhooks("/hooks").RequireAuthorization("no-such-policy");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = AddressOf(app) };

        using var answer = await client.GetAsync("/hooks/v1/endpoints");

        Assert.That((int)answer.StatusCode, Is.EqualTo(500));
    }

    [Test]
    public async Task Routes_that_are_mapped_too_late_to_be_checked_stay_closed()
    {
        var builder = ApiHost.NewBuilder(_folder);
        builder.Services.AddSingleton<IStartupFilter, LateMapping>();
        await using var app = builder.Build();
        app.MapGet("/", () => "the host's own");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = AddressOf(app) };

        using var refused = await client.GetAsync("/late/v1/endpoints");
        using var own = await client.GetAsync("/");

        Assert.That((int)refused.StatusCode, Is.EqualTo(500));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("does not say who may use this"));
        Assert.That((int)own.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task A_policy_guards_every_route_and_the_audit_log_names_the_user()
    {
        var builder = ApiHost.NewBuilder(_folder);
        builder.Services.AddAuthentication(KeyAuthentication.Name).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireUserName("olga"));
        await using var app = builder.Build();
        app.MapWebhooks().RequireAuthorization("ops");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = AddressOf(app) };

        var answers = new List<int>();
        foreach (var route in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = route.RoutePattern.RawText!.Replace("{id}", "x", StringComparison.Ordinal);
            var method = new HttpMethod(route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]);
            answers.Add(await StatusOfAsync(client, method, path, user: null));
            answers.Add(await StatusOfAsync(client, method, path, user: "mallory"));
        }

        using var content = new StringContent("""{"url":"https://example.com/","events":["*"]}""", null, "application/json");
        client.DefaultRequestHeaders.Add(KeyAuthentication.Header, "olga");
        using var created = await client.PostAsync("/webhooks/v1/endpoints", content);
        var audit = await client.GetStringAsync("/webhooks/v1/audit");

        Assert.That(answers, Has.Count.EqualTo(64));
        Assert.That(answers.Chunk(2), Has.All.EqualTo(new[] { 401, 403 }));
        Assert.That((int)created.StatusCode, Is.EqualTo(201));
        Assert.That(audit, Does.Contain("\"actor\":\"olga\""));
    }

    [Test]
    public void Mapping_without_the_engine_says_what_to_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var failure = Assert.Throws<InvalidOperationException>(() => app.MapWebhooks());

        Assert.That(failure.Message, Does.Contain("AddWebhooks()"));
    }

    [Test]
    public void A_limit_that_is_too_small_is_refused_by_name()
    {
        var builder = ApiHost.NewBuilder(_folder);
        builder.Services.Configure<WebhooksApiOptions>(options => options.MaxRequestBytes = 1023);
        var app = builder.Build();

        var failure = Assert.Throws<InvalidOperationException>(() => app.MapWebhooks());

        Assert.That(failure.Message, Does.Contain("WebhooksApiOptions.MaxRequestBytes").And.Contain("1024").And.Contain("1023"));
    }

    [Test]
    public void A_prefix_without_a_slash_is_refused()
    {
        var app = ApiHost.NewBuilder(_folder).Build();

        Assert.That(() => app.MapWebhooks("webhooks"), Throws.ArgumentException.With.Message.Contains("slash"));
    }

    [TestCase("POST", "v1/dead-letters/replay", "cross-site", 415)]
    [TestCase("POST", "v1/endpoints/ep_0000000000000000/enable", "cross-site", 415)]
    [TestCase("POST", "v1/endpoints/ep_0000000000000000/enable", "same-site", 415)]
    [TestCase("POST", "v1/endpoints/ep_0000000000000000/enable", "same-origin", 404)]
    public async Task A_page_of_another_site_cannot_send_a_command_without_asking(string method, string path, string site, int status)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.SendAsync(new HttpMethod(method), path, null, ("Sec-Fetch-Site", site));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("https://elsewhere.example", 415)]
    [TestCase("null", 415)]
    [TestCase(null, 404)]
    public async Task Nor_can_one_whose_browser_says_its_origin_alone(string? origin, int status)
    {
        await using var host = await ApiHost.StartAsync();
        var own = host.Root.GetLeftPart(UriPartial.Authority);

        var answer = await host.SendAsync(HttpMethod.Post, "v1/endpoints/ep_0000000000000000/enable", null, ("Origin", origin ?? own));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    private static async Task<int> StatusOfAsync(HttpClient client, HttpMethod method, string path, string? user)
    {
        using var request = new HttpRequestMessage(method, path);
        if (user is not null)
        {
            request.Headers.Add(KeyAuthentication.Header, user);
        }

        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
