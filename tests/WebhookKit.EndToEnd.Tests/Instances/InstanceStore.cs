namespace WebhookKit.EndToEnd.Tests.Instances;

/// <summary>A kind of database that instances run on.</summary>
/// <param name="Name">What the test report calls it.</param>
/// <param name="CreateAsync">Makes an empty one.</param>
/// <param name="MostWaiting">How many deliveries may wait before the load pauses.</param>
/// <param name="Renewal">How often an instance renews its leases, which last three times as long.</param>
internal sealed record InstanceStore(string Name, Func<Task<InstanceDatabase>> CreateAsync, int MostWaiting, TimeSpan Renewal)
{
    private static readonly InstanceStore[] Kinds =
    [
        new("PostgreSQL", async () => new PostgreSqlInstances(await SharedServers.CreatePostgreSqlDatabaseAsync()), MostWaiting: 2_000, TimeSpan.FromSeconds(1)),
        new(
            "SQL Server (emulated)",
            async () => new EmulatedInstances(await SharedServers.CreateEmulatedDatabaseAsync()),
            MostWaiting: 200,
            TimeSpan.FromSeconds(1)),
    ];

    public TimeSpan Lease => 3 * Renewal;

    /// <summary>For fixtures.</summary>
    public static IEnumerable<TestFixtureData> All => Kinds.Select(kind => new TestFixtureData(kind).SetArgDisplayNames(kind.Name));
}
