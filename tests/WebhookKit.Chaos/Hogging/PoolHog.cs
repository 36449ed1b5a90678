using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Producing;

namespace WebhookKit.Chaos.Hogging;

/// <summary>
/// The host's own code, which takes every connection of the pool that it shares with the library, publishes on each in a
/// transaction, and holds them all for a while. Each line that it hears is for how many seconds.
/// </summary>
internal sealed class PoolHog(NpgsqlDataSource pool, IWebhookPublisher publisher, SharedPool shared) : IAsyncDisposable
{
    /// <summary>Followed by how many connections were held, and how many milliseconds publishing on one took at the most.</summary>
    public const string Held = "held ";

    private readonly ProducerJournal _journal = new(shared.Journal);

    public void Hear(string line) => _ = HoldAsync(TimeSpan.FromSeconds(double.Parse(line, CultureInfo.InvariantCulture)));

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private async Task HoldAsync(TimeSpan time)
    {
        try
        {
            using var ending = new CancellationTokenSource(time);
            var took = await Task.WhenAll(Enumerable.Range(0, shared.Connections).Select(place => HoldOneAsync(place, ending.Token)));
            var held = took.OfType<TimeSpan>().ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Held}{held.Length} {held.Select(one => one.TotalMilliseconds).DefaultIfEmpty().Max()}"));
        }
        catch (Exception exception)
        {
            Console.WriteLine($"The host's own code failed: {exception}");
        }
    }

    /// <returns>How long publishing took; null where no connection was left.</returns>
    private async Task<TimeSpan?> HoldOneAsync(int place, CancellationToken ending)
    {
        if (await OpenAsync(ending) is not { } connection)
        {
            return null;
        }

        await using var connectionDisposal = connection;
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var one = new FixedEvent(
            $"hog-{Guid.CreateVersion7():n}", shared.Owners[place % shared.Owners.Count], new EventId(Guid.CreateVersion7()));
        await _journal.BeginAsync(one.Key, one.Owner, true);
        var publishing = Stopwatch.StartNew();
        await OrderTable.AddAsync(connection, transaction, one.Key);
        OutgoingEvent[] events = [new() { Type = FixedEvent.Type, Owner = one.Owner, Payload = one.Payload }];
        await publisher.PublishAsync(events, transaction, CancellationToken.None);
        var took = publishing.Elapsed;

        await Task.Delay(Timeout.InfiniteTimeSpan, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await transaction.CommitAsync(CancellationToken.None);
        _journal.End(one.Key, PublishState.Ok);
        return took;
    }

    private async Task<NpgsqlConnection?> OpenAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                return await pool.OpenConnectionAsync(ending);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (NpgsqlException)
            {
                // The library has the rest, and does not give it up.
            }
        }

        return null;
    }
}
