using System.Diagnostics;
using WebhookKit.LoadTest.Receiving;

namespace WebhookKit.LoadTest.Phases;

/// <summary>Waits for requests to arrive, without disturbing what is measured.</summary>
internal static class ArrivalWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until that many have arrived, or none has for a while.</summary>
    public static async Task ForAsync(IReceiver receiver, int count, TimeSpan patience)
    {
        var (seen, since) = (0, Stopwatch.GetTimestamp());
        while (seen < count && Stopwatch.GetElapsedTime(since) < patience)
        {
            await Task.Delay(Pause);
            var now = await receiver.CountAsync();
            (seen, since) = now == seen ? (seen, since) : (now, Stopwatch.GetTimestamp());
        }
    }
}
