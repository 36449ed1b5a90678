using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Processes;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>A <see cref="ReceiverServer"/> in its own process.</summary>
internal sealed class KestrelReceiver : IReceiver
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private KestrelReceiver(Process process, Uri url) => (_process, _client) = (process, new HttpClient { BaseAddress = url });

    public bool Notes => true;

    public TimeSpan CpuTime => OwnProgram.CpuTimeOf(_process);

    public static async Task<KestrelReceiver> StartAsync()
    {
        var process = OwnProgram.Start(ReceiverServer.Verb);
        var url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The receiver ended without saying where it listens.");
        return new KestrelReceiver(process, new Uri(url));
    }

    public string HookUrl(EndpointPlan plan, int endpoint)
    {
        var path = plan.IsTroubled(endpoint) ? ReceiverServer.TroublePath : ReceiverServer.HookPath;
        return new Uri(_client.BaseAddress!, string.Create(CultureInfo.InvariantCulture, $"{path}{plan.DelayOf(endpoint)}/{endpoint}")).AbsoluteUri;
    }

    public async Task<int> CountAsync() => int.Parse(await _client.GetStringAsync(ReceiverServer.CountPath), CultureInfo.InvariantCulture);

    public async Task<Arrival[]> TakeAsync() => MemoryMarshal.Cast<byte, Arrival>(await _client.GetByteArrayAsync(ReceiverServer.TakePath)).ToArray();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await OwnProgram.StopAsync(_process);
    }
}
