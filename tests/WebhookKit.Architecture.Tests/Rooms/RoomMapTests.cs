namespace WebhookKit.Architecture.Tests.Rooms;

/// <summary>The rules above pass on an empty house too; these prove that they can fail.</summary>
internal sealed class RoomMapTests
{
    private static IReadOnlyCollection<RoomUse> FixtureUses =>
        RoomMap.Read("WebhookKit.Architecture.Tests.Fixtures", typeof(RoomMapTests).Assembly);

    [Test]
    public void A_use_inside_an_asynchronous_lambda_is_seen()
    {
        Assert.That(FixtureUses.Select(use => (use.From, use.To)), Does.Contain(("Top", "Bottom")));
    }

    [Test]
    public void A_cycle_is_found_and_named()
    {
        Assert.That(FixtureUses.Select(use => use.From), Has.None.EqualTo("Clean"));
        Assert.That(RoomMap.FindCycle(FixtureUses), Is.EqualTo(new[] { "Bottom", "Top", "Bottom" }));
    }

    [Test]
    public void A_long_way_round_is_a_cycle()
    {
        RoomUse[] uses = [new("A", "B", "", ""), new("A", "C", "", ""), new("B", "D", "", ""), new("C", "D", "", ""), new("D", "B", "", "")];

        Assert.That(RoomMap.FindCycle(uses), Is.EqualTo(new[] { "B", "D", "B" }));
    }

    [Test]
    public void Two_ways_to_one_room_are_no_cycle()
    {
        RoomUse[] uses = [new("A", "B", "", ""), new("A", "C", "", ""), new("B", "D", "", ""), new("C", "D", "", "")];

        Assert.That(RoomMap.FindCycle(uses), Is.Empty);
    }

    [TestCase("Dispatching", "Sending", true)]
    [TestCase("Sending", "Dispatching", false)]
    [TestCase("Signing", "Storage", false)]
    [TestCase("Signing", RoomMap.Root, true)]
    [TestCase(RoomMap.Root, "Signing", false)]
    [TestCase(RoomMap.Registration, "Leasing", true)]
    [TestCase("Leasing", RoomMap.Registration, false)]
    [TestCase("Unheard", "Storage", false)]
    public void The_table_decides(string from, string to, bool allowed)
    {
        Assert.That(RoomTable.Allows(new RoomUse(from, to, "", "")), Is.EqualTo(allowed));
    }
}
