using System.Diagnostics;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Tests.Checking;

public sealed class JournalTests
{
    private string _path = null!;

    [SetUp]
    public void CreateFile() => _path = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public async Task A_publish_without_an_end_is_of_unknown_outcome()
    {
        var before = Stopwatch.GetTimestamp();
        await using (var journal = new ProducerJournal(_path))
        {
            await journal.BeginAsync("a", "owner-1", hasOrder: true);
            await journal.BeginAsync("b", "owner-2", hasOrder: false);
            journal.End("b", PublishState.Ok);
        }

        var read = ProducerJournal.Read(_path);
        Assert.That(read.Select(publish => publish.BegunAt), Is.Ordered.And.All.InRange(before, Stopwatch.GetTimestamp()));
        Assert.That(
            read.Select(publish => publish with { BegunAt = 0 }),
            Is.EqualTo(new[] { new Publish("a", "owner-1", true, PublishState.Info), new Publish("b", "owner-2", false, PublishState.Ok) }));
    }

    [Test]
    public async Task A_torn_last_line_is_passed_over()
    {
        await using (var journal = new ReceiverJournal(_path))
        {
            journal.Start(1, 5, "host-1", "evt_1", 1_700_000_000, "a");
        }

        await File.AppendAllTextAsync(_path, "answered 12");

        var read = ReceiverJournal.Read(_path).Single();
        Assert.That((read.Number, read.Key, read.SignedAt, read.Status), Is.EqualTo((1, "a", 1_700_000_000, default(int?))));
    }
}
