using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Administration;
using WebhookKit.Chaos.Delivering;

namespace WebhookKit.Chaos.Rigs;

/// <summary>What people do to endpoints, in this process: a host of the library that delivers nothing.</summary>
internal sealed class Administrator : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IReadOnlyDictionary<int, EndpointId> _ids;

    private Administrator(IHost host, IReadOnlyDictionary<int, EndpointId> ids) => (_host, _ids) = (host, ids);

    public IWebhookPublisher Publisher => _host.Services.GetRequiredService<IWebhookPublisher>();

    private IWebhookEndpoints Endpoints => _host.Services.GetRequiredService<IWebhookEndpoints>();

    public static async Task<Administrator> OfAsync(ChaosRig rig)
    {
        var ids = (await rig.Reader.ReadEndpointsAsync()).ToDictionary(endpoint => endpoint.Value, endpoint => new EndpointId(endpoint.Key));
        var host = HostServer.Build(new HostSettings { Store = rig.Store.Kind, Database = rig.Store.ConnectionString, Instance = "admin", Delivers = false });
        return rig.Keep(new Administrator(host, ids));
    }

    public EndpointId IdOf(int endpoint) => _ids[endpoint];

    public Task DisableAsync(int endpoint) => Endpoints.DisableAsync(IdOf(endpoint), "chaos", WebhookCaller.Application);

    public Task EnableAsync(int endpoint) => Endpoints.EnableAsync(IdOf(endpoint), WebhookCaller.Application);

    public Task DeleteAsync(int endpoint) => Endpoints.DeleteAsync(IdOf(endpoint), WebhookCaller.Application);

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
