using System.Reflection;

namespace WebhookKit.Architecture.Tests.Rooms;

internal sealed class RoomTests
{
    private static readonly string[] SharingTheRootNamespace = ["WebhookKit", "WebhookKit.Abstractions"];

    private static IEnumerable<string> Adapters => Repository.PackageNames().Except(SharingTheRootNamespace);

    [Test]
    public void The_engine_keeps_to_the_room_table()
    {
        var uses = RoomMap.Read("WebhookKit", Load(SharingTheRootNamespace));

        Assert.That(uses.Where(use => IsInEngine(use) && !RoomTable.Allows(use)), Is.Empty);
    }

    [Test]
    public void The_engine_and_its_contracts_have_no_cycle()
    {
        var uses = RoomMap.Read("WebhookKit", Load(SharingTheRootNamespace));

        Assert.That(RoomMap.FindCycle(uses), Is.Empty, () => string.Join(Environment.NewLine, uses));
    }

    [Test]
    public void The_contracts_have_no_cycle()
    {
        var uses = RoomMap.Read("WebhookKit", Load("WebhookKit.Abstractions"));

        Assert.That(RoomMap.FindCycle(uses), Is.Empty, () => string.Join(Environment.NewLine, uses));
    }

    [TestCaseSource(nameof(Adapters))]
    public void An_adapter_has_no_cycle(string package)
    {
        var uses = RoomMap.Read(package, Load(package));

        Assert.That(RoomMap.FindCycle(uses), Is.Empty, () => string.Join(Environment.NewLine, uses));
    }

    [Test]
    public void Nobody_knows_the_registration()
    {
        var uses = RoomMap.Read("WebhookKit", Load(SharingTheRootNamespace))
            .Concat(Adapters.SelectMany(package => RoomMap.Read(package, Load(package))));

        Assert.That(uses.Where(use => use.To == RoomMap.Registration), Is.Empty);
    }

    [Test]
    public void Every_room_of_the_engine_is_in_the_table()
    {
        var rooms = Repository.SourceFiles("src/WebhookKit").Select(file => file.Split('/'))
            .Where(segments => segments.Length > 3)
            .Select(segments => segments[2])
            .Distinct();

        Assert.That(rooms, Is.SubsetOf(RoomTable.MayKnow.Keys.Append(RoomMap.Registration)));
    }

    [Test]
    public void The_table_has_no_cycle()
    {
        var uses = RoomTable.MayKnow.SelectMany(room => room.Value.Select(known => new RoomUse(room.Key, known, "", "")));

        Assert.That(RoomMap.FindCycle([.. uses]), Is.Empty);
    }

    private static Assembly[] Load(params string[] packages) => [.. packages.Select(Assembly.Load)];

    private static bool IsInEngine(RoomUse use) => Assembly.Load("WebhookKit").GetType(use.User) is not null;
}
