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
    public static async Task RunAsync(IChaosStore store, RigPlan plan, Receiver receiver)
    {
        using var host = HostServer.Build(new HostSettings { Store = store.Kind, Database = store.ConnectionString, Instance = "setup", Delivers = false });
        await host.Services.GetRequiredService<IStoreSchema>().ApplyAsync();
        var endpoints = host.Services.GetRequiredService<IWebhookEndpoints>();
        foreach (var (owner, numbers) in plan.EndpointsOf)
        {
            foreach (var number in numbers)
            {
                await endpoints.CreateAsync(
                    new EndpointInput { Url = receiver.UrlOf(number), Events = [FixedEvent.Type], Owner = owner }, WebhookCaller.Application);
            }
        }

        await using var connection = await StoreAccess.OpenAsync(store.Kind, store.ConnectionString);
        await OrderTable.CreateAsync(connection);
    }
}
