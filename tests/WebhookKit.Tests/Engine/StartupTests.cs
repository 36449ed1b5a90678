using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebhookKit.Hosting;
using WebhookKit.Testing;

namespace WebhookKit.Tests.Engine;

internal sealed class StartupTests
{
    [Test]
    public async Task Without_a_store_the_host_stops_at_start_and_says_what_to_call()
    {
        await using var host = EngineHost.Build(_ => { });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.That(exception!.Message, Does.Contain("no store").And.Contain("UseSqlite"));
    }

    [Test]
    public async Task With_two_stores_the_host_stops_at_start_and_names_them()
    {
        await using var host = EngineHost.Build(builder => builder.UseInMemoryStore().UseSqlite("Data Source=never-created.db"));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.That(exception!.Message, Does.Contain("2 stores").And.Contain("in-memory").And.Contain("SQLite"));
    }

    [Test]
    public async Task Missing_tables_stop_a_host_that_may_not_create_them()
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-start-");
        await using var host = EngineHost.Build(
            builder => builder.UseSqlite($"Data Source={Path.Combine(folder.FullName, "app.db")}"),
            new Dictionary<string, string?> { ["Hosting:CreateSchema"] = "false" });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.That(exception!.Message, Does.Contain("version 0").And.Contain("CreateSchema").And.Contain("GetScript"));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [TestCase("Leasing:RenewEvery", "00:00:10", "RenewEvery")]
    [TestCase("Leasing:Duration", "00:00:00.5", "Duration")]
    [TestCase("Dispatching:MaxConcurrency", "0", "MaxConcurrency")]
    [TestCase("Dispatching:PollInterval", "00:00:00", "PollInterval")]
    [TestCase("Publishing:MaxPayloadBytes", "-1", "MaxPayloadBytes")]
    [TestCase("Sending:Timeout", "-00:00:01", "Timeout")]
    [TestCase("Retry:Schedule:0", "-00:00:01", "Schedule")]
    [TestCase("Retention:BatchSize", "0", "BatchSize")]
    [TestCase("Notifications:Timeout", "00:00:00", "Timeout")]
    [TestCase("Notifications:BacklogOlderThan", "00:00:00.1", "BacklogOlderThan")]
    [TestCase("Hosting:ShutdownTimeout", "00:00:00", "ShutdownTimeout")]
    [TestCase("Egress:BlockedNetworks:0", "10.1.2.3/8", "10.1.2.3/8")]
    public async Task A_bad_option_stops_the_host_and_is_named(string setting, string value, string named)
    {
        await using var host = EngineHost.Build(builder => builder.UseInMemoryStore(), new Dictionary<string, string?> { [setting] = value });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.That(exception!.Message, Does.Contain(named));
    }

    [TestCase("Retrying:Schedule:0", "Retrying")]
    [TestCase("Retry:Shedule:0", "Shedule")]
    public async Task A_setting_that_does_not_exist_stops_the_host_and_is_named(string setting, string named)
    {
        await using var host = EngineHost.Build(builder => builder.UseInMemoryStore(), new Dictionary<string, string?> { [setting] = "00:00:01" });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.That(exception!.Message, Does.Contain(named));
    }

    [Test]
    public async Task A_check_of_an_adapter_that_fails_stops_the_host_with_its_sentence()
    {
        await using var host = EngineHost.Build(builder => builder.UseInMemoryStore());
        host.Services.GetRequiredService<IStartupChecks>().Add(() => "Plug it in first.");

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.That(exception!.Message, Is.EqualTo("Plug it in first."));
    }

    [Test]
    public async Task Adding_everything_twice_is_harmless()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await EngineHost.StartAsync(
            builder =>
            {
                builder.UseInMemoryStore().UseInMemoryStore();
                builder.Services.AddWebhooks().UseInMemoryStore();
            });
        await host.SubscribeAsync(receiver.At("/").Url);

        await host.PublishAsync();

        await host.WaitForAsync(all => all.Count == 1 && all[0].Status == DeliveryStatus.Succeeded);
        Assert.That(receiver.Requests, Has.Count.EqualTo(1));
    }
}
