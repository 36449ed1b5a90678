using System.Runtime;

namespace WebhookKit.LoadTest.Measuring;

/// <summary>Repeats what will be measured until the runtime has stopped compiling it anew.</summary>
internal static class WarmUp
{
    private const int FewMethods = 25;
    private const int MostRuns = 8;

    /// <summary>Methods that are called often are compiled again a moment later, in the background.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    public static async Task UntilSettledAsync(Func<Task> run)
    {
        for (var number = 0; number < MostRuns; number++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            await run();
            await Task.Delay(Settling);
            if (number > 0 && JitInfo.GetCompiledMethodCount() - compiled < FewMethods)
            {
                return;
            }
        }
    }
}
