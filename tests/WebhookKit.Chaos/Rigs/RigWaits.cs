using System.Data.Common;
using System.Diagnostics;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Receiving;

namespace WebhookKit.Chaos.Rigs;

/// <summary>What scenarios wait for, with a deadline.</summary>
internal static class RigWaits
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>What is asked for takes the machine's time, which is meant for those who are watched: a quarter of it at the most.</summary>
    private const int PauseFactor = 3;

    /// <summary>Waits until the receiver has seen enough.</summary>
    public static Task UntilReceivedAsync(this ChaosRig rig, Func<ReceiverCounts, bool> isEnough, string what, TimeSpan patience) =>
        rig.UntilAsync(async () => isEnough(await rig.Receiver.CountAsync(rig.Ending)), what, patience);

    /// <summary>Waits until so many instances own all partitions, none of them many more than its share.</summary>
    public static Task UntilSharedAsync(this ChaosRig rig, int instances) =>
        rig.UntilAsync(
            async () =>
            {
                var owners = await rig.Reader.ReadOwnersAsync();
                var fair = (EndpointId.PartitionCount + instances - 1) / instances;
                return owners.Count == instances && owners.Values.Sum() == EndpointId.PartitionCount && owners.Values.All(share => share <= fair);
            },
            $"{instances} instances that share all partitions",
            TimeSpan.FromSeconds(30));

    /// <summary>Waits until each of some hosts has renewed its leases so many times more.</summary>
    public static async Task UntilRenewedAsync(this ChaosRig rig, IReadOnlyList<HostProcess> hosts, int times)
    {
        var seen = hosts.ToDictionary(host => host, _ => new HashSet<string>());
        await rig.UntilAsync(
            async () =>
            {
                foreach (var (id, expiresAt) in await rig.Reader.ReadInstancesAsync())
                {
                    seen.FirstOrDefault(host => host.Key.IsKnownAs(id)).Value?.Add(expiresAt);
                }

                return seen.Values.All(moments => moments.Count > times);
            },
            $"{times} renewals",
            TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits until every delivery has ended.</summary>
    /// <returns>Whether that happened in time.</returns>
    public static async Task<bool> TryDrainAsync(this ChaosRig rig, TimeSpan patience)
    {
        for (var waiting = Stopwatch.StartNew(); waiting.Elapsed < patience;)
        {
            var askedAt = Stopwatch.GetTimestamp();
            try
            {
                if (!await rig.Reader.HasOpenAsync())
                {
                    return true;
                }
            }
            catch (DbException)
            {
                // The database is not back yet.
            }

            await Task.Delay(PauseAfter(askedAt), rig.Ending);
        }

        return false;
    }

    /// <exception cref="ScenarioFailedException">It does not hold in time.</exception>
    public static async Task UntilAsync(this ChaosRig rig, Func<Task<bool>> holds, string what, TimeSpan patience)
    {
        var askedAt = Stopwatch.GetTimestamp();
        for (var waiting = Stopwatch.StartNew(); !await holds(); askedAt = Stopwatch.GetTimestamp())
        {
            if (waiting.Elapsed > patience)
            {
                var said = rig.Hosts.SelectMany(host => host.Process.Lines.TakeLast(10).Select(line => $"{host.Instance}: {line}"));
                throw new ScenarioFailedException($"{what} was waited for in vain for {patience}.\n{string.Join('\n', said)}");
            }

            await Task.Delay(PauseAfter(askedAt), rig.Ending);
        }
    }

    private static TimeSpan PauseAfter(long askedAt)
    {
        var pause = Stopwatch.GetElapsedTime(askedAt) * PauseFactor;
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }
}
