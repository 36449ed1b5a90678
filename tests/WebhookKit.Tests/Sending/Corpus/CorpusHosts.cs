using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending.Corpus;

/// <summary>Applications with the library in them, one for each set of options, without a network: names are answered, and dialing is noted, here.</summary>
internal sealed class CorpusHosts : IHostResolver, IEgressDialer, IDisposable
{
    private readonly ConcurrentDictionary<string, IHost> _hosts = new();

    public IReadOnlyList<string> Answers { get; set; } = [];

    public ConcurrentQueue<string> Asked { get; } = new();

    public ConcurrentQueue<string> Dialed { get; } = new();

    public IServiceProvider With(UrlCase line) => _hosts.GetOrAdd(string.Join(' ', line.Settings), _ => Build(line)).Services;

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(query.Host);
        return ValueTask.FromResult<IReadOnlyList<IPAddress>>([.. Answers.Select(IPAddress.Parse)]);
    }

    public ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        Dialed.Enqueue(endPoint.ToString());
        throw new SocketException((int)SocketError.ConnectionRefused);
    }

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }

    private IHost Build(UrlCase line)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(line.Settings.Select(setting => KeyValuePair.Create("Webhooks:Egress:" + setting.Key, setting.Value)));
        builder.Services.AddSingleton<IHostResolver>(this).AddSingleton<IEgressDialer>(this);
        builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")).UseInMemoryStore();
        return builder.Build();
    }
}
