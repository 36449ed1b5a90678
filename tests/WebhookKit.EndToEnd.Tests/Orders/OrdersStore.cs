namespace WebhookKit.EndToEnd.Tests.Orders;

/// <summary>A kind of database that a sample runs on.</summary>
/// <param name="Name">What the test report calls it.</param>
/// <param name="CreateAsync">Makes an empty one.</param>
/// <param name="Kills">How often a process is killed under load; seldom where the ordinary run has no time for more.</param>
/// <param name="Stops">How often one is stopped under load.</param>
/// <param name="EventsPerRound">How many events arrive before.</param>
internal sealed record OrdersStore(string Name, Func<Task<IOrdersDatabase>> CreateAsync, int Kills, int Stops, int EventsPerRound)
{
    private static readonly OrdersStore[] Kinds =
    [
        new("SQLite", () => Task.FromResult<IOrdersDatabase>(new SqliteOrders()), Kills: 2, Stops: 3, EventsPerRound: 300),
        new(
            "SQL Server (emulated)",
            async () => new EmulatedOrders(await SharedServers.CreateEmulatedDatabaseAsync()),
            Kills: 1,
            Stops: 1,
            EventsPerRound: 40),
    ];

    /// <summary>For fixtures.</summary>
    public static IEnumerable<TestFixtureData> All => Kinds.Select(kind => new TestFixtureData(kind).SetArgDisplayNames(kind.Name));
}
