using System.Globalization;
using WebhookKit.LoadTest.Loading;
using WebhookKit.TestServers;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>nginx, which counts what it answers and knows nothing else.</summary>
internal sealed class CountingReceiver : IReceiver
{
    private readonly NginxReceiver _nginx;
    private long _taken;

    private CountingReceiver(NginxReceiver nginx) => _nginx = nginx;

    public bool Notes => false;

    public TimeSpan CpuTime => _nginx.CpuTime();

    public static async Task<CountingReceiver> StartAsync() => new(await NginxReceiver.StartAsync());

    public string HookUrl(EndpointPlan plan, int endpoint) => string.Create(CultureInfo.InvariantCulture, $"{_nginx.Address}hook/{endpoint}");

    public async Task<int> CountAsync() => (int)(await _nginx.CountAsync() - _taken);

    public async Task<Arrival[]> TakeAsync()
    {
        _taken = await _nginx.CountAsync();
        return [];
    }

    public ValueTask DisposeAsync() => _nginx.DisposeAsync();
}
