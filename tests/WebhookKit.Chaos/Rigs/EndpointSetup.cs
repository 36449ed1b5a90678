using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Storage;

namespace WebhookKit.Chaos.Rigs;

/// <summary>Makes the tables and the endpoints, before anything runs.</summary>
internal static class EndpointSetup
{
    /// <summary>Allowed when endpoints are made, and no longer when they are delivered to.</summary>
    private const string FormerNetwork = "10.0.0.0/8";

    public static async Task RunAsync(IChaosStore store, RigPlan plan, Receiver receiver)
    {
        using var host = HostServer.Build(SettingsOf(store));
        await host.Services.GetRequiredService<IStoreSchema>().ApplyAsync();
        var endpoints = host.Services.GetRequiredService<IWebhookEndpoints>();
        foreach (var (owner, numbers) in plan.EndpointsOf)
        {
            foreach (var number in numbers)
            {
                await endpoints.CreateAsync(
                    new EndpointInput { Url = plan.Elsewhere.GetValueOrDefault(number) ?? receiver.UrlOf(number), Events = [FixedEvent.Type], Owner = owner }, WebhookCaller.Application);
            }
        }

        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await OrderTable.CreateAsync(connection);
    }

    /// <summary>With more networks than those that deliver: an address may have been good when it was written down.</summary>
    private static HostSettings SettingsOf(IChaosStore store) => new()
    {
        Store = store.Kind,
        Database = store.ConnectionString,
        Instance = "setup",
        Delivers = false,
        AllowedNetworks = [FormerNetwork],
    };
}
