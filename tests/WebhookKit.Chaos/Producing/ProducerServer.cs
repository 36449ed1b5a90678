using System.Globalization;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Producing;

/// <summary>
/// The process that publishes. Each line of its input is a number of events to publish; it says when they are. Which event is
/// published how follows from the seed and the event's place alone, whatever the threads do.
/// </summary>
internal static class ProducerServer
{
    public const string Verb = "__producer";
    public const string Ready = "ready";
    public const string Done = "done ";

    public static async Task<int> RunAsync()
    {
        var plan = OwnProgram.ReadSettings<ProducerPlan>();
        using var host = HostServer.Build(plan.Delivering ?? PublishingOnly(plan));
        await host.StartAsync();
        await (await StoreAccess.OpenAsync(plan.Store, plan.Database)).DisposeAsync(); // what a driver asks first is asked now
        await using var journal = new ProducerJournal(plan.Journal);
        var publisher = new JournaledPublisher(plan, new EventPublisher(plan, host.Services), journal);
        Console.WriteLine(Ready);

        var published = 0;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var until = published + int.Parse(line, CultureInfo.InvariantCulture);
            await Task.WhenAll(Enumerable.Range(0, plan.Publishers).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Add(ref published, plan.Together) - plan.Together is var first && first < until)
                {
                    await publisher.PublishAsync(first, Math.Min(plan.Together, until - first));
                }
            })));
            published = until;
            Console.WriteLine($"{Done}{published}");
        }

        return 0;
    }

    /// <summary>Where publishing is tried again, each connection counts, and none is for waking others.</summary>
    private static HostSettings PublishingOnly(ProducerPlan plan) => new()
    {
        Store = plan.Store,
        Database = plan.Database,
        Instance = plan.Name,
        Delivers = false,
        Notifies = !plan.Retries,
        ClockAhead = plan.ClockAhead,
    };
}
