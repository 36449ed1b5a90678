using System.Diagnostics;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Journals;

namespace WebhookKit.Chaos.Tests.Checking;

public sealed class RetryCheckTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(4);

    [Test]
    public void A_request_before_its_time_shows_by_how_much_and_who_made_it()
    {
        Request[] requests = [RequestAt(0, "a", status: 500), RequestAt(1.5, "b", status: 200)];

        var findings = RetryCheck.Run(requests, Delay);

        Assert.That(findings, Is.EqualTo(new RetryFindings(1, 1, TimeSpan.FromSeconds(2.5))));
    }

    [Test]
    public void A_request_in_time_is_not_early()
    {
        Request[] requests = [RequestAt(0, "a", status: 500), RequestAt(4.5, "a", status: 200)];

        var findings = RetryCheck.Run(requests, Delay);

        Assert.That(findings, Is.EqualTo(new RetryFindings(1, 0, TimeSpan.FromSeconds(-0.5))));
    }

    [Test]
    public void What_was_accepted_or_not_answered_plans_no_retry()
    {
        Request[] requests = [RequestAt(0, "a", status: null), RequestAt(1, "a", status: 200), RequestAt(2, "a", status: 200)];

        var findings = RetryCheck.Run(requests, Delay);

        Assert.That(findings.Count, Is.Zero);
    }

    private static Request RequestAt(double seconds, string instance, int? status)
    {
        var at = (long)(seconds * Stopwatch.Frequency);
        return new Request(at, at, Endpoint: 0, instance, "evt", "p0-1", status is null ? null : at, status);
    }
}
