using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;

namespace WebhookKit.Tests.Hosting;

public sealed class EngineLoopTests
{
    private const int Turns = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Test, CancelAfter(30_000)]
    public async Task A_loop_that_goes_on_failing_pauses_for_two_seconds_at_the_most(CancellationToken cancellationToken)
    {
        var clock = new PassedPauses();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turns = 0;
        await using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new WebhookMetrics(provider.GetRequiredService<IMeterFactory>(), new EngineVitals(clock));
        using var loop = new EngineLoop("test", _ => throw FailureOf(++turns, failed), clock, metrics, NullLogger.Instance);

        loop.Start();
        await failed.Task.WaitAsync(cancellationToken);
        await loop.StopAsync();

        Assert.That(clock.Pauses.Max(), Is.EqualTo(Longest));
    }

    private static InvalidOperationException FailureOf(int turn, TaskCompletionSource failed)
    {
        if (turn == Turns)
        {
            failed.SetResult();
        }

        return new InvalidOperationException("The database is away.");
    }
}
