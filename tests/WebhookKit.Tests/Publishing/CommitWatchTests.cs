using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Publishing;
using WebhookKit.Storage;
using WebhookKit.Tests.Engine;

namespace WebhookKit.Tests.Publishing;

internal sealed class CommitWatchTests
{
    [Test]
    public async Task A_transaction_that_throws_when_it_is_asked_counts_as_ended()
    {
        var signal = new RecordingSignal();
        await using var host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore(), configure: services => services.AddSingleton<IDeliverySignal>(signal));
        var commits = host.Services.GetRequiredService<CommitWatch>();

        await EngineHost.WaitAsync(() =>
        {
            commits.Watch(new BrokenTransaction(), [new EndpointId(7)]);
            return signal.IsTold;
        });
    }

    [Test]
    public async Task A_process_that_only_publishes_keeps_no_transaction_in_memory()
    {
        await using var host = await EngineHost.StartAsync(builder => builder.UseInMemoryStore(), new Dictionary<string, string?> { ["Hosting:Deliver"] = "false" });

        var transaction = WatchOne(host.Services.GetRequiredService<CommitWatch>());

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.That(transaction.IsAlive, Is.False);
    }

    // By itself, so that no local of the test keeps it alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference WatchOne(CommitWatch commits)
    {
        var transaction = new BrokenTransaction();
        commits.Watch(transaction, [new EndpointId(7)]);
        return new WeakReference(transaction);
    }

    private sealed class RecordingSignal : IDeliverySignal
    {
        private volatile bool _isTold;

        public bool IsTold => _isTold;

        public void Notify(IReadOnlyCollection<EndpointId> endpoints) => _isTold = true;
    }

    private sealed class BrokenTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.Unspecified;

        protected override DbConnection DbConnection => throw new NotSupportedException("Ask me no more.");

        public override void Commit() => throw new NotSupportedException();

        public override void Rollback() => throw new NotSupportedException();
    }
}
