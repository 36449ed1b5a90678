using NUnit.Framework;
using WebhookKit.Storage;

namespace WebhookKit.StoreContract;

/// <summary>What <see cref="IRateStore"/> promises.</summary>
public abstract class RateContract : StoreFixture
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(125.5);

    [Test]
    public async Task The_first_stretch_begins_when_it_is_asked_to() =>
        Assert.That(await ReserveAsync("acme", ContractData.Start), Is.EqualTo(ContractData.Start));

    [Test]
    public async Task The_next_one_follows_on_it_whoever_asks()
    {
        await ReserveAsync("acme", ContractData.Start);
        var other = await OpenAgainAsync();

        var starts = new[] { await ReserveAsync("acme", ContractData.Start.AddSeconds(-1), other), await ReserveAsync("acme", ContractData.Start.AddMilliseconds(200)) };

        Assert.That(starts, Is.EqualTo(new[] { ContractData.Start + Length, ContractData.Start + (2 * Length) }));
    }

    [Test]
    public async Task Time_in_which_nobody_asked_is_not_made_up_for()
    {
        await ReserveAsync("acme", ContractData.Start);

        Assert.That(await ReserveAsync("acme", Data.Later), Is.EqualTo(Data.Later));
        Assert.That(await ReserveAsync("acme", Data.Later), Is.EqualTo(Data.Later + Length));
    }

    [Test]
    public async Task Each_owner_has_its_own_time_and_the_empty_one_is_one_of_them()
    {
        string[] owners = ["acme", "ACME", "ácme", ""];
        var starts = new List<DateTimeOffset>();
        foreach (var owner in owners)
        {
            starts.Add(await ReserveAsync(owner, ContractData.Start));
        }

        Assert.That(starts, Is.All.EqualTo(ContractData.Start));
        Assert.That(await ReserveAsync("", ContractData.Start), Is.EqualTo(ContractData.Start + Length));
    }

    [Test]
    public async Task A_stretch_may_last_a_quarter_of_an_hour_and_be_as_short_as_a_microsecond()
    {
        await ReserveAsync("acme", ContractData.Start, length: TimeSpan.FromSeconds(1000));
        var second = await ReserveAsync("acme", ContractData.Start, length: TimeSpan.FromMicroseconds(1));

        Assert.That(second, Is.EqualTo(ContractData.Start.AddSeconds(1000)));
        Assert.That(await ReserveAsync("acme", ContractData.Start), Is.EqualTo(ContractData.Start.AddSeconds(1000).AddMicroseconds(1)));
    }

    [Test]
    public async Task Stretches_that_are_asked_for_at_once_neither_overlap_nor_leave_a_gap()
    {
        const int Askers = 4;
        const int Each = 10;
        var starts = await Task.WhenAll(Enumerable.Range(0, Askers).Select(_ => Task.Run(ReserveManyAsync)));

        var expected = Enumerable.Range(0, Askers * Each).Select(i => ContractData.Start + (i * Length));
        Assert.That(starts.SelectMany(own => own).Order(), Is.EqualTo(expected));

        async Task<List<DateTimeOffset>> ReserveManyAsync()
        {
            var store = await OpenAgainAsync();
            var own = new List<DateTimeOffset>();
            while (own.Count < Each)
            {
                own.Add(await ReserveAsync("acme", ContractData.Start, store));
            }

            return own;
        }
    }

    private ValueTask<DateTimeOffset> ReserveAsync(string owner, DateTimeOffset notBefore, IWebhookStore? store = null, TimeSpan? length = null) =>
        (store ?? Store).Rates.ReserveAsync(new RateReservation { Owner = owner, NotBefore = notBefore, Length = length ?? Length });
}
