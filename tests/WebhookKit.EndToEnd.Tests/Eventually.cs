using System.Diagnostics;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>Waits for what another process brings about: asks again and again until a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task HoldsAsync(Func<bool> condition, TimeSpan timeout, Func<string> describe) =>
        HoldsAsync(() => Task.FromResult(condition()), timeout, describe);

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan timeout, Func<string> describe)
    {
        for (var waiting = Stopwatch.StartNew(); !await condition(); await Task.Delay(Pause))
        {
            if (waiting.Elapsed > timeout)
            {
                throw new TimeoutException($"Not within {timeout}: {describe()}");
            }
        }
    }
}
