using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookKit.LoadTest.Receiving;

/// <summary>The receiver, seen from the process that measures.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ReceiverProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
        _client = new HttpClient { BaseAddress = url };
    }

    public Uri Url { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ReceiverProcess> StartAsync()
    {
        var process = Process.Start(HowToStart()) ?? throw new InvalidOperationException("The receiver did not start.");
        var url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The receiver ended without saying where it listens.");
        return new ReceiverProcess(process, new Uri(url));
    }

    /// <summary>Where an endpoint of a number listens.</summary>
    public string HookUrl(int endpoint, bool hangs) =>
        new Uri(Url, (hangs ? ReceiverServer.HangPath : ReceiverServer.HookPath) + endpoint.ToString(CultureInfo.InvariantCulture)).AbsoluteUri;

    public async Task<int> CountAsync() => int.Parse(await _client.GetStringAsync(ReceiverServer.CountPath), CultureInfo.InvariantCulture);

    /// <summary>Takes what has arrived since the last time.</summary>
    public async Task<Arrival[]> TakeAsync() => MemoryMarshal.Cast<byte, Arrival>(await _client.GetByteArrayAsync(ReceiverServer.TakePath)).ToArray();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo HowToStart()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ReceiverProcess).Assembly.Location);
        }

        // A profiler that starts this program suspends what inherits this, and nobody would resume the receiver.
        start.Environment.Remove("DOTNET_DiagnosticPorts");
        start.ArgumentList.Add(ReceiverServer.Verb);
        return start;
    }
}
