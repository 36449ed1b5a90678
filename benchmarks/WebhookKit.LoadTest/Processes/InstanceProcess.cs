using System.Diagnostics;
using System.Globalization;
using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Databases;
using WebhookKit.LoadTest.Loading;

namespace WebhookKit.LoadTest.Processes;

/// <summary>An <see cref="InstanceServer"/>, seen from the process that measures.</summary>
internal sealed class InstanceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private InstanceProcess(Process process) => _process = process;

    public TimeSpan CpuTime => OwnProgram.CpuTimeOf(_process);

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the process; it does not deliver yet.</summary>
    public static async Task<InstanceProcess> PrepareAsync(StoreKind store, ILoadDatabase database, SystemSettings settings)
    {
        var environment = new Dictionary<string, string>
        {
            [InstanceServer.Store] = store.ToString(),
            [InstanceServer.Database] = database.ConnectionString ?? throw new UsageException($"Several processes cannot share {store.ToString().ToLowerInvariant()}."),
        };
        if (settings.Concurrency is { } concurrency)
        {
            environment[InstanceServer.Concurrency] = concurrency.ToString(CultureInfo.InvariantCulture);
        }

        var instance = new InstanceProcess(OwnProgram.Start(InstanceServer.Verb, environment));
        await instance.WaitAsync();
        return instance;
    }

    /// <summary>Has it deliver.</summary>
    public async Task StartAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        await WaitAsync();
    }

    public async ValueTask DisposeAsync() => await OwnProgram.StopAsync(_process);

    private async Task WaitAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() != InstanceServer.Ready)
        {
            throw new InvalidOperationException("An instance ended before it was ready.");
        }
    }
}
