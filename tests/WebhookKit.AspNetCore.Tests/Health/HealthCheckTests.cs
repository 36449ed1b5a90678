using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookKit.Administration;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Sending;

namespace WebhookKit.AspNetCore.Tests.Health;

internal sealed class HealthCheckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_process_that_delivers_is_healthy_and_says_what_it_owns()
    {
        await using var host = await StartAsync();

        var entry = await WaitForAsync(host, entry => entry.Status == HealthStatus.Healthy && (int)entry.Data["owned_partitions"] == 64);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.Description, Is.EqualTo("Webhooks are delivered."));
            Assert.That(entry.Data["clock_skew_seconds"], Is.InRange(-5.0, 5.0));
            Assert.That(entry.Data, Does.Not.ContainKey("not_recording_seconds"));
        }
    }

    [Test]
    public async Task A_process_that_does_not_deliver_answers_for_the_store_alone()
    {
        await using var host = await StartAsync(services => services.Configure<HostingOptions>(options => options.Deliver = false));

        var entry = await CheckAsync(host);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(entry.Data, Is.EqualTo(new Dictionary<string, object> { ["delivers"] = false }));
    }

    [Test]
    public async Task Tables_that_are_gone_are_unhealthy_and_named()
    {
        await using var host = await StartAsync();

        Execute(host, "DROP TABLE webhook_schema");

        var entry = await CheckAsync(host);
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Description, Does.StartWith("The tables in SQLite are at version 0; version "));
    }

    [Test]
    public async Task Leases_that_are_not_renewed_are_unhealthy_until_they_are()
    {
        await using var host = await StartAsync(services => services.Configure<LeaseOptions>(options =>
            (options.Duration, options.RenewEvery) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1))));
        await WaitForAsync(host, entry => entry.Status == HealthStatus.Healthy);

        Execute(host, "ALTER TABLE webhook_leases RENAME TO webhook_leases_hidden");

        var broken = await WaitForAsync(host, entry => entry.Status == HealthStatus.Unhealthy);
        Execute(host, "ALTER TABLE webhook_leases_hidden RENAME TO webhook_leases");
        await WaitForAsync(host, entry => entry.Status == HealthStatus.Healthy);
        Assert.That(broken.Description, Does.StartWith("The leases have not been renewed for "));
    }

    [Test]
    public async Task The_thresholds_the_name_and_the_status_are_the_hosts()
    {
        await using var host = await ApiHost.StartAsync(services =>
        {
            services.Configure<HostingOptions>(options => options.Deliver = true);
            services.AddHealthChecks().AddWebhooks("outbox", HealthStatus.Degraded, ["ops"], options => options.MaxClockSkew = null);
        });

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ops"));
        Execute(host, "DROP TABLE webhook_schema");
        var broken = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Entries.Keys, Is.EqualTo(["outbox"]));
        Assert.That(broken.Status, Is.EqualTo(HealthStatus.Degraded));
    }

    [Test]
    public void A_time_that_cannot_be_is_refused()
    {
        var failure = Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddHealthChecks().AddWebhooks(configure: options => options.StoreTimeout = TimeSpan.Zero));

        Assert.That(failure!.Message, Does.Contain("StoreTimeout").And.Contain("00:00:00"));
    }

    [Test]
    public async Task A_proxy_that_cannot_be_used_is_unhealthy_and_named()
    {
        await using var host = await StartAsync(services => services.Configure<EgressOptions>(options => options.Proxy = "http://127.0.0.1:9"));
        var endpoints = host.Services.GetRequiredService<IWebhookEndpoints>();
        var created = await endpoints.CreateAsync(new EndpointInput { Url = "https://hooks.example/", Events = ["*"] }, WebhookCaller.Application);
        await WaitForAsync(host, entry => entry.Status == HealthStatus.Healthy);

        await endpoints.TestAsync(created.Endpoint.Id, WebhookCaller.Application);

        var entry = await CheckAsync(host);
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Description, Does.Contain("egress proxy").And.Contain("127.0.0.1:9").And.Contain("(proxy_unreachable)"));
    }

    private static Task<ApiHost> StartAsync(Action<IServiceCollection>? configure = null) => ApiHost.StartAsync(services =>
    {
        services.Configure<HostingOptions>(options => options.Deliver = true);
        services.AddHealthChecks().AddWebhooks();
        configure?.Invoke(services);
    });

    private static async Task<HealthReportEntry> CheckAsync(ApiHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["webhooks"];

    private static async Task<HealthReportEntry> WaitForAsync(ApiHost host, Func<HealthReportEntry, bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        var entry = await CheckAsync(host);
        while (!condition(entry))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), $"It stayed {entry.Status}: {entry.Description}");
            await Task.Delay(50);
            entry = await CheckAsync(host);
        }

        return entry;
    }

    private static void Execute(ApiHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={host.DatabaseFile};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 5000; " + sql;
        command.ExecuteNonQuery();
    }
}
