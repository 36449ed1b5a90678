using WebhookKit.SqlServer.Emulation.Faults;
using WebhookKit.SqlServer.Emulation.Requests;
using WebhookKit.Storage;

namespace WebhookKit.SqlServer.Tests.Wire;

/// <summary>Whoever gives up a read does not leave it to the server, and the next one is answered.</summary>
internal sealed class StoppedReadTests : WireFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly DeliveryId Delivery = DeliveryId.First(new EventId(Guid.CreateVersion7()), default);

    // So long that it is not what ends a read.
    protected override int CommandTimeout => 300;

    private static IEnumerable<TestCaseData> Reads =>
    [
        Read("deliveries", (store, stop) => store.History.ListDeliveriesAsync(new DeliveryListQuery { Limit = 1 }, stop).AsTask()),
        Read("deliveries of an owner", (store, stop) => store.History.ListDeliveriesAsync(new DeliveryListQuery { Owner = "acme", Limit = 1 }, stop).AsTask()),
        Read("a delivery", (store, stop) => store.History.FindDeliveryAsync(new DeliveryQuery { Id = Delivery }, stop).AsTask()),
        Read("an event", (store, stop) => store.History.FindEventAsync(new EventQuery { Id = new EventId(Guid.CreateVersion7()) }, stop).AsTask()),
        Read("counts", (store, stop) => store.History.CountAsync(stop).AsTask()),
        Read("endpoints", (store, stop) => store.Endpoints.ListAsync(new EndpointListQuery { Limit = 1 }, stop).AsTask()),
        Read("jobs", (store, stop) => store.Jobs.ListAsync(new JobListQuery { Limit = 1 }, stop).AsTask()),
        Read("audit", (store, stop) => store.Audit.ListAsync(new AuditListQuery { Limit = 1 }, stop).AsTask()),
    ];

    [TestCaseSource(nameof(Reads))]
    public async Task Whoever_gives_up_stops_the_statement_on_the_server_and_the_connection_is_used_on(Func<IWebhookStore, CancellationToken, Task> read)
    {
        await read(Faulted, CancellationToken.None);
        var hanging = Port.Faults.Add(request => request.HasStatements, FaultAction.Hang);
        using var giveUp = new CancellationTokenSource();

        var reading = read(Faulted, giveUp.Token);
        await hanging.Struck.WaitAsync(Patience);
        await giveUp.CancelAsync();

        Assert.That(async () => await reading.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        await WaitForAttentionAsync();
        await read(Faulted, CancellationToken.None).WaitAsync(Patience);
        Assert.That(Port.Requests.Latest.Select(request => request.Connection).Distinct().Count(), Is.EqualTo(1), "The connection was not given up with the read.");
    }

    [Test]
    public async Task An_answer_that_is_under_way_is_not_waited_for_either()
    {
        await Faulted.History.CountAsync();
        var hanging = Port.Faults.Add(request => request.HasStatements, FaultAction.HangAfter);
        using var giveUp = new CancellationTokenSource();

        var reading = Faulted.History.CountAsync(giveUp.Token).AsTask();
        await hanging.Struck.WaitAsync(Patience);
        await giveUp.CancelAsync();

        Assert.That(async () => await reading.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await Faulted.History.CountAsync().AsTask().WaitAsync(Patience)).Pending, Is.Zero);
    }

    [Test]
    public async Task A_login_that_nobody_answers_is_not_waited_for_either()
    {
        var hanging = Port.Faults.Add(SqlRequestKind.Login, FaultAction.Hang);
        using var giveUp = new CancellationTokenSource();

        var reading = Faulted.History.CountAsync(giveUp.Token).AsTask();
        await hanging.Struck.WaitAsync(Patience);
        await giveUp.CancelAsync();

        Assert.That(async () => await reading.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());

        // The driver's pool goes on trying to log in, one connection at a time, for as long as Connect Timeout says.
        Port.DropConnections();
        Assert.That((await Faulted.History.CountAsync().AsTask().WaitAsync(Patience)).Pending, Is.Zero);
    }

    private async Task WaitForAttentionAsync()
    {
        for (var deadline = DateTime.UtcNow + Patience; !Port.Requests.Latest.Any(request => request.Kind == SqlRequestKind.Attention); await Task.Delay(10))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "Nobody told the server to stop.");
        }
    }

    private static TestCaseData Read(string name, Func<IWebhookStore, CancellationToken, Task> read) => new TestCaseData(read).SetArgDisplayNames(name);
}
