using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Storage;

namespace WebhookKit.Tests.Engine;

/// <summary>
/// Pages of long lists, with every filter. <c>WEBHOOKKIT_TEST_ROWS</c> makes it so many deliveries and entries; the promise, which is only
/// held to then, is made for 1,000,000: 99 of 100 pages within 200 ms.
/// </summary>
internal sealed class ListSpeedTests
{
    private const int Page = 200;
    private const int Large = 98;
    private static readonly string? Asked = Environment.GetEnvironmentVariable("WEBHOOKKIT_TEST_ROWS");
    private static readonly int Rows = int.Parse(Asked ?? "3000", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Bar = TimeSpan.FromMilliseconds(200);

    [TestCase(EngineStore.Sqlite)]
    [TestCase(EngineStore.PostgreSql)]
    public async Task A_page_is_never_larger_than_asked_for_and_comes_quickly(EngineStore store)
    {
        using var database = await EngineDatabase.CreateAsync(store);
        await using var host = await EngineHost.StartAsync(database.Use, new Dictionary<string, string?> { ["Hosting:Deliver"] = "false" });
        var endpoints = new List<EndpointId>();
        for (var i = 0; i < Large + ListedRows.Others.Count; i++)
        {
            var owner = i < Large ? "large" : ListedRows.Others[i - Large];
            var input = new EndpointInput { Url = "http://127.0.0.1:1024/", Events = ["none"], Owner = owner };
            endpoints.Add((await host.Endpoints.CreateAsync(input, WebhookCaller.Application)).Endpoint.Id);
        }

        await using (var connection = await database.ConnectAsync())
        {
            await new ListedRows(store, endpoints).AddAsync(connection, Rows);
        }

        var slow = new List<string>();
        foreach (var (name, list) in Lists(host, endpoints))
        {
            var (items, worst) = await MeasureAsync(list);
            await TestContext.Out.WriteLineAsync($"{name}: {items} items, {worst.TotalMilliseconds:F1} ms.");
            Assert.That(items, Is.InRange(name.Contains("nothing", StringComparison.Ordinal) ? 0 : 1, Page), name);
            if (worst > Bar)
            {
                slow.Add($"{name}: {worst.TotalMilliseconds:F0} ms");
            }
        }

        Assert.That(Asked is null ? [] : slow, Is.Empty);
    }

    private static IEnumerable<(string Name, Func<Task<int>> List)> Lists(EngineHost host, IReadOnlyList<EndpointId> endpoints)
    {
        var (audit, jobs) = (host.Services.GetRequiredService<IAuditStore>(), host.Services.GetRequiredService<IWebhookStore>().Jobs);
        foreach (var (name, query) in Deliveries(endpoints))
        {
            yield return (name, async () => (await host.History.ListDeliveriesAsync(query)).Items.Count);
        }

        (string Name, AuditListQuery Query)[] entries =
        [
            ("first", new() { Limit = Page }), ("deep", new() { After = ListedRows.KeyOf(Rows / 10), Limit = Page }), ("of the large owner", new() { Owner = "large", Limit = Page }),
            ("of the rare owner", new() { Owner = "rare", Limit = Page }), ("of one object", new() { Target = "ep_7", Limit = Page }),
            ("of one object and owner", new() { Target = "ep_7", Owner = "large", Limit = Page }), ("nothing", new() { Target = "ep_x", Limit = Page }),
        ];
        foreach (var (name, query) in entries)
        {
            yield return ($"audit {name}", async () => (await audit.ListAsync(query)).Items.Count);
        }

        yield return ("jobs first", async () => (await jobs.ListAsync(new JobListQuery { Limit = Page })).Items.Count);
        yield return ("jobs of the rare owner", async () => (await jobs.ListAsync(new JobListQuery { Owner = "rare", Limit = Page })).Items.Count);
        yield return ("endpoints of the large owner", async () => (await host.Services.GetRequiredService<IEndpointStore>().ListAsync(new EndpointListQuery { Owner = "large", Limit = Page })).Items.Count);
    }

    private static IEnumerable<(string Name, DeliveryListQuery Query)> Deliveries(IReadOnlyList<EndpointId> endpoints)
    {
        DeliveryId At(int number) => new(ListedRows.KeyOf(number), endpoints[0]);
        yield return ("first", new() { Limit = Page });
        yield return ("deep", new() { After = At(Rows / 2), Limit = Page });
        yield return ("near the end", new() { After = At(Page), Limit = Page });
        foreach (var status in Enum.GetValues<DeliveryStatus>())
        {
            yield return ($"{status}", new() { Status = status, Limit = Page });
            yield return ($"{status} of one endpoint", new() { Status = status, Endpoint = endpoints[Endpoint(status)], Limit = Page });
        }

        yield return ("not replayed", new() { IsReplayed = false, Limit = Page });
        yield return ("replayed: nothing", new() { IsReplayed = true, Limit = Page });
        yield return ("of one endpoint", new() { Endpoint = endpoints[3], Limit = Page });
        yield return ("of one endpoint, deep", new() { Endpoint = endpoints[3], After = At(Rows / 2), Limit = Page });
        yield return ("of one event", new() { Event = new EventId(ListedRows.KeyOf(Rows / 2)), Limit = Page });
        yield return ("of all time", new() { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue, Limit = Page });
        yield return ("of the first minute", new() { From = ListedRows.Start, To = ListedRows.TimeOf(60), Limit = Page });
        yield return ("of the future: nothing", new() { From = DateTimeOffset.MaxValue.AddDays(-1), Limit = Page });
        yield return ("of the past: nothing", new() { To = ListedRows.Start, Limit = Page });
        yield return ("of the large owner", new() { Owner = "large", Limit = Page });
        foreach (var owner in ListedRows.Others)
        {
            yield return ($"of the {owner} owner", new() { Owner = owner, Limit = Page });
            yield return ($"of the {owner} owner, deep, or nothing", new() { Owner = owner, After = At(Rows / 2), Limit = Page });
            yield return ($"of the {owner} owner, since the middle, or nothing", new() { Owner = owner, From = ListedRows.TimeOf(Rows / 2), Limit = Page });
            foreach (var status in Enum.GetValues<DeliveryStatus>())
            {
                yield return ($"{status} of the {owner} owner, or nothing", new() { Owner = owner, Status = status, Limit = Page });
            }
        }

        yield return ("of nobody: nothing", new() { Owner = "nobody", Limit = Page });
    }

    // The numbers of each state's deliveries end in two digits of their own, and endpoints take turns.
    private static int Endpoint(DeliveryStatus status) => (status switch
    {
        DeliveryStatus.Dead => 195,
        DeliveryStatus.Cancelled => 196,
        DeliveryStatus.Filtered => 197,
        DeliveryStatus.Pending => 198,
        DeliveryStatus.Failed => 199,
        _ => 3,
    }) % Large;

    private static async Task<(int Items, TimeSpan Worst)> MeasureAsync(Func<Task<int>> list)
    {
        var items = await list();
        var times = new List<TimeSpan>();
        for (var i = 0; i < (Asked is null ? 1 : 100); i++)
        {
            var began = Stopwatch.GetTimestamp();
            await list();
            times.Add(Stopwatch.GetElapsedTime(began));
            if (times.Sum(time => time.TotalSeconds) > 10)
            {
                break;
            }
        }

        return (items, times.Order().ElementAt((int)((times.Count - 1) * 0.99)));
    }
}
