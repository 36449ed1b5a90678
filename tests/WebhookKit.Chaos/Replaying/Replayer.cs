using System.Globalization;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Replaying;

/// <summary>A process that replays dead letters, seen from the one that starts it.</summary>
internal sealed class Replayer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;
    private int _calls;

    private Replayer(ChildProcess process) => _process = process;

    public static async Task<Replayer> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var replayer = new Replayer(OwnProgram.Start(ReplayServer.Verb, settings with { Delivers = false }));
        try
        {
            await replayer._process.WaitForLineAsync(ReplayServer.Ready, Patience, cancellationToken);
            return replayer;
        }
        catch
        {
            await replayer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for one call, which is made after those that were asked for before.</summary>
    /// <returns>The number of the call.</returns>
    public async Task<int> BeginAsync(int limit)
    {
        await _process.TellAsync(limit.ToString(CultureInfo.InvariantCulture));
        return ++_calls;
    }

    /// <summary>Waits for the end of a call.</summary>
    /// <returns>How many it replayed, and whether there are more.</returns>
    public async Task<(int Replayed, bool HasMore)> EndAsync(int call, CancellationToken cancellationToken)
    {
        var said = (await _process.WaitForLineAsync($"{ReplayServer.Called}{call} ", Patience, cancellationToken)).Split(' ');
        return (int.Parse(said[0], CultureInfo.InvariantCulture), bool.Parse(said[1]));
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
