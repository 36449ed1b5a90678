using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WebhookKit.Tests.Protecting;

/// <summary>Where a host may start without a key for secrets at rest.</summary>
internal sealed class MissingKeyTests
{
    [TestCase("Production")]
    [TestCase("Staging")]
    public async Task Outside_Development_a_host_without_a_key_does_not_start_and_says_how_to_make_one(string environment)
    {
        using var host = Build(environment, webhooks => webhooks);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.That(refused!.Message, Does.Contain("Webhooks__Secrets__Keys__k1").And.Contain("openssl rand -base64 32").And.Contain("StoreSecretsInPlaintext()"));
    }

    [Test]
    public async Task In_Development_it_starts()
    {
        using var host = Build(Environments.Development, webhooks => webhooks);

        await host.StartAsync();
        await host.StopAsync();
    }

    [Test]
    public async Task It_starts_anywhere_where_the_host_says_that_it_stores_plaintext()
    {
        using var host = Build(Environments.Production, webhooks => webhooks.StoreSecretsInPlaintext());

        await host.StartAsync();
        await host.StopAsync();
    }

    private static IHost Build(string environment, Func<IWebhooksBuilder, IWebhooksBuilder> choose)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        choose(builder.Services.AddWebhooks().UseInMemoryStore());
        return builder.Build();
    }
}
