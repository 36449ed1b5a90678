using Microsoft.Extensions.Time.Testing;
using WebhookKit.Publishing;

namespace WebhookKit.Tests.Publishing;

internal sealed class EventIdGeneratorTests
{
    [Test]
    public void Ids_made_one_after_the_other_sort_that_way_even_within_a_millisecond_and_when_the_clock_goes_back()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.Zero };
        var generator = new EventIdGenerator(clock);

        var ids = Enumerable.Range(0, 10_000).Select(_ => generator.Next()).ToList();
        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(1));
        ids.AddRange(Enumerable.Range(0, 10).Select(_ => generator.Next()));

        Assert.That(ids.Select(id => id.Value), Is.Ordered.And.Unique);
    }

    [Test]
    public void Ids_made_by_many_threads_are_unique()
    {
        var generator = new EventIdGenerator(TimeProvider.System);

        var ids = Enumerable.Range(0, 50_000).AsParallel().Select(_ => generator.Next()).ToArray();

        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void An_id_is_a_version_7_uuid_of_the_moment_and_survives_its_text_form()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T12:00:00Z"));

        var id = new EventIdGenerator(clock).Next();

        var milliseconds = Convert.ToInt64(id.Value.ToString("N")[..12], 16);
        Assert.Multiple(() =>
        {
            Assert.That(id.Value.Version, Is.EqualTo(7));
            Assert.That(id.Value.Variant, Is.InRange(8, 11));
            Assert.That(milliseconds, Is.EqualTo(clock.GetUtcNow().ToUnixTimeMilliseconds()));
            Assert.That(EventId.Parse(id.ToString()), Is.EqualTo(id));
        });
    }
}
