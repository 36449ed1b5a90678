using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Administration;
using WebhookKit.Sending;
using WebhookKit.Storage;

namespace WebhookKit.InstanceHost;

/// <summary>
/// Tries everything that makes the library connect, at addresses that it must not connect to, while a victim listens on all of them.
/// To be run where those addresses are this machine's own: in a network namespace.
/// </summary>
internal sealed class EgressProbe(IPAddress[] addresses) : IHostResolver
{
    private const int Port = 8080;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _connections;
    private int _resolved;

    /// <summary>Prints how many connections the victim saw.</summary>
    public async Task RunAsync()
    {
        using var victim = TcpListener.Create(Port);
        victim.Start();
        _ = AcceptAsync(victim);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhooks:Egress:AllowHttp"] = "true",
            ["Webhooks:Retry:Schedule:0"] = "00:00:00.2",
            ["Webhooks:Retry:Jitter"] = "0",
            ["Webhooks:Sending:ConnectTimeout"] = "00:00:01",
        });
        builder.Services.AddSingleton<IHostResolver>(this);
        builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")).UseInMemoryStore().StoreSecretsInPlaintext();
        using var host = builder.Build();
        await host.StartAsync();
        var endpoints = host.Services.GetRequiredService<IWebhookEndpoints>();
        var (refused, allowed) = (0, new List<EndpointId>());
        for (var i = 0; i < addresses.Length; i++)
        {
            var literal = new IPEndPoint(addresses[i], Port);
            refused += await IsRefusedAsync(() => endpoints.CreateAsync(Input($"http://{literal}/"), WebhookCaller.Application)) ? 1 : 0;
            allowed.Add((await endpoints.CreateAsync(Input($"http://n{i}.example.com:{Port}/"), WebhookCaller.Application)).Endpoint.Id);
            refused += await IsRefusedAsync(() => endpoints.UpdateAsync(allowed[^1], Input($"http://{literal}/"), WebhookCaller.Application)) ? 1 : 0;
            await endpoints.TestAsync(allowed[^1], WebhookCaller.Application);
        }

        await host.Services.GetRequiredService<IWebhookPublisher>().PublishAsync("probe", new { });
        var dead = await WaitForDeadAsync(host.Services, addresses.Length);
        var deliveries = host.Services.GetRequiredService<IWebhookDeliveries>();
        foreach (var delivery in dead)
        {
            await deliveries.ReplayAsync(delivery, WebhookCaller.Application);
        }

        await WaitForDeadAsync(host.Services, addresses.Length * 2);
        await host.StopAsync();
        var seen = Volatile.Read(ref _connections);
        Console.WriteLine($"{addresses.Length} addresses, {refused} refused, {_resolved} resolved, {seen} connections, {await CountReachableAsync()} reachable");
    }

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _resolved);
        return ValueTask.FromResult<IReadOnlyList<IPAddress>>([addresses[int.Parse(query.Host.Split('.')[0][1..], null)]]);
    }

    private static EndpointInput Input(string url) => new() { Url = url, Events = ["*"] };

    private static async Task<bool> IsRefusedAsync(Func<Task> act)
    {
        try
        {
            await act();
            return false;
        }
        catch (WebhookValidationException)
        {
            return true;
        }
    }

    private static async Task<DeliveryId[]> WaitForDeadAsync(IServiceProvider services, int count)
    {
        var history = services.GetRequiredService<IHistoryStore>();
        for (var deadline = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            var dead = (await history.ListDeliveriesAsync(new DeliveryListQuery { Limit = 10_000 })).Items.Where(delivery => delivery.Status == DeliveryStatus.Dead).ToArray();
            if (dead.Length >= count || DateTime.UtcNow > deadline)
            {
                return [.. dead.Select(delivery => delivery.Id)];
            }
        }
    }

    private async Task AcceptAsync(TcpListener victim)
    {
        while (true)
        {
            using var client = await victim.AcceptTcpClientAsync();
            Interlocked.Increment(ref _connections);
        }
    }

    /// <summary>On how many of the addresses the victim can be reached: it would be no victim else.</summary>
    private async Task<int> CountReachableAsync()
    {
        var reachable = 0;
        foreach (var address in addresses)
        {
            using var client = new TcpClient(address.AddressFamily);
            try
            {
                await client.ConnectAsync(address, Port);
                reachable++;
            }
            catch (SocketException)
            {
                // Not counted.
            }
        }

        return reachable;
    }
}
