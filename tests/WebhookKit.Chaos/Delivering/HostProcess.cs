using System.Globalization;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Delivering;

/// <summary>A host, seen from the process that starts it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    private HostProcess(HostSettings settings) => (Settings, Process) = (settings, OwnProgram.Start(HostServer.Verb, settings));

    public HostSettings Settings { get; }

    public ChildProcess Process { get; }

    public string Instance => Settings.Instance;

    /// <summary>Whether it is the one that the tables of leases know by an id, which holds its process's.</summary>
    public bool IsKnownAs(string id) => id.Contains($"-{Process.Id}-", StringComparison.Ordinal);

    /// <summary>Where its pages are; null where it has none.</summary>
    public Uri? Pages { get; private set; }

    public bool IsRunning => !Process.HasExited;

    public static async Task<HostProcess> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var host = new HostProcess(settings);
        try
        {
            await host.Process.WaitForLineAsync(HostServer.Ready, StartPatience, cancellationToken);
            host.Pages = settings.HasPages ? new Uri(await host.Process.WaitForLineAsync(HostPages.Listening, StartPatience, cancellationToken)) : null;
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>By how many seconds its clock is ahead of the store's, as its vitals say, which is what its health goes by. Asked once.</summary>
    public async Task<double> ReadSkewAsync(CancellationToken cancellationToken)
    {
        await Process.TellAsync(HostServer.Skew);
        return double.Parse(await Process.WaitForLineAsync(HostServer.Skew, AnswerPatience, cancellationToken), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
