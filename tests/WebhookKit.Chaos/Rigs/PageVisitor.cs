using System.Diagnostics;
using WebhookKit.Chaos.Delivering;

namespace WebhookKit.Chaos.Rigs;

/// <summary>Asks hosts for pages of their own all the time, and notes how long they take.</summary>
internal sealed class PageVisitor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _ending = new();
    private readonly IReadOnlyList<Uri> _hosts;
    private readonly Task _visiting;

    public PageVisitor(IReadOnlyList<Uri> hosts)
    {
        _hosts = hosts;
        _visiting = Task.Run(VisitAsync);
    }

    public int Answered { get; private set; }

    public int Failed { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>How many hosts say of their health what is given.</summary>
    public async Task<int> CountAsync(string health, CancellationToken cancellationToken)
    {
        var said = await Task.WhenAll(_hosts.Select(async host =>
        {
            using var answer = await _client.GetAsync(new Uri(host, HostPages.Health), cancellationToken);
            return await answer.Content.ReadAsStringAsync(cancellationToken);
        }));
        return said.Count(one => one == health);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _visiting;
        _client.Dispose();
        _ending.Dispose();
    }

    private async Task VisitAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            foreach (var host in _hosts)
            {
                var asked = Stopwatch.GetTimestamp();
                try
                {
                    using var answer = await _client.GetAsync(new Uri(host, HostPages.Page), CancellationToken.None);
                    (Answered, Failed) = answer.IsSuccessStatusCode ? (Answered + 1, Failed) : (Answered, Failed + 1);
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    Failed++;
                }

                Slowest = TimeSpan.FromTicks(Math.Max(Slowest.Ticks, Stopwatch.GetElapsedTime(asked).Ticks));
            }

            await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
