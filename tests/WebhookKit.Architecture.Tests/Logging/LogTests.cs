using WebhookKit.Architecture.Tests.Sources;

namespace WebhookKit.Architecture.Tests.Logging;

internal sealed class LogTests
{
    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.ReadAll("src");

    [Test]
    public void An_event_id_has_one_meaning()
    {
        Assert.That(LogRules.SharedIds(Sources), Is.Empty);
    }

    [Test]
    public void A_log_method_takes_its_id_from_the_table()
    {
        Assert.That(LogRules.LooseIds(Sources), Is.Empty);
    }

    [Test]
    public void An_event_id_is_used_once()
    {
        Assert.That(LogRules.ReusedIds(Sources), Is.Empty);
    }

    [Test]
    public void A_shared_id_is_seen()
    {
        var files = Parse("class LogEventIds { class Lanes { const int A = 100; const int B = 101; } class Leases { const int C = 100; } }");

        Assert.That(LogRules.SharedIds(files), Is.EqualTo(new[] { "100 is src/Kit/Lane.cs: A and src/Kit/Lane.cs: C" }));
    }

    [TestCase("[LoggerMessage(LogEventIds.A, LogLevel.Debug, \"a\")] void A(); [LoggerMessage(EventId = LogEventIds.B)] void B();", 0, 0)]
    [TestCase("[LoggerMessage(7, LogLevel.Debug, \"a\")] void A(); [LoggerMessage(Level = LogLevel.Debug)] void B();", 2, 0)]
    [TestCase("[LoggerMessage(LogEventIds.A)] void A(); [LoggerMessage(EventId = LogEventIds.A)] void B();", 0, 1)]
    public void Loose_and_reused_ids_are_seen(string members, int loose, int reused)
    {
        var files = Parse($"class Log {{ {members} }}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(LogRules.LooseIds(files).Count(), Is.EqualTo(loose));
            Assert.That(LogRules.ReusedIds(files).Count(), Is.EqualTo(reused));
        }
    }

    private static SourceFile[] Parse(string text) => [SourceFile.Parse("src/Kit/Lane.cs", text)];
}
