using System.Net;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class RetryAfterRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [TestCase("120", 120)]
    [TestCase("0", 0)]
    [TestCase(" 60 ", 60)]
    [TestCase("86400", 86400)]
    [TestCase("86401", 86400)]
    [TestCase("2147483647", 86400)]
    [TestCase("Mon, 23 Nov 2026 12:01:00 GMT", 60)]
    [TestCase("Monday, 23-Nov-26 12:01:00 GMT", 60)]
    [TestCase("Mon Nov 23 12:01:00 2026", 60)]
    [TestCase("Tue, 23 Nov 2027 12:00:00 GMT", 86400)]
    public void Seconds_and_dates_are_understood_up_to_a_day(string value, int seconds)
    {
        Assert.That(Read(value), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [TestCase("-1")]
    [TestCase("120.5")]
    [TestCase("1e3")]
    [TestCase("2026-11-23T12:01:00Z")]
    [TestCase("10, 20")]
    [TestCase("99999999999")]
    [TestCase("soon")]
    [TestCase("")]
    [TestCase("Mon, 23 Nov 2026 11:59:59 GMT", Description = "past")]
    public void Anything_else_asks_for_nothing(string value)
    {
        Assert.That(Read(value), Is.Null);
    }

    [Test]
    public void A_date_is_read_by_the_clock_of_the_receiver()
    {
        var wait = Read("Mon, 23 Nov 2026 15:01:00 GMT", date: "Mon, 23 Nov 2026 15:00:00 GMT");

        Assert.That(wait, Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void No_header_asks_for_nothing()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);

        Assert.That(RetryAfterRules.Read(response.Headers, Now), Is.Null);
    }

    private static TimeSpan? Read(string value, string? date = null)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", value);
        response.Headers.TryAddWithoutValidation("Date", date);
        return RetryAfterRules.Read(response.Headers, Now);
    }
}
