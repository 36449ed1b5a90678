using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Administration;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending.Corpus;

/// <summary>The whole corpus through the policy, through registration, and through connecting. Also compiled into a project that has ICU.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class CorpusTests
{
    private readonly CorpusHosts _hosts = new();

    [OneTimeTearDown]
    public void DisposeHosts() => _hosts.Dispose();

    [Test]
    public void The_policy_judges_as_it_must() => AssertAll(Judge);

    [Test]
    public void Registration_and_connecting_judge_as_they_must() => AssertAll(line => RegisterAsync(line).GetAwaiter().GetResult());

    private static void AssertAll(Func<UrlCase, string?> judge)
    {
        var lines = UrlCase.ReadAll();
        var wrong = lines.Select(line => (Line: line, Found: judge(line))).Where(result => result.Found is not null).ToArray();

        Assert.That(lines, Has.Count.GreaterThan(500));
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong.Select(result => $"{result.Line}: {result.Found}")));
    }

    private string? Judge(UrlCase line)
    {
        var policy = _hosts.With(line).GetRequiredService<IEgressPolicy>();
        if (policy.JudgeUrl(line.Url) is { Refusal: { } refusal })
        {
            return line.Verdict == UrlCase.UrlRefused ? null : refusal;
        }

        var refused = line.Dns.Select(IPAddress.Parse).Any(address => !policy.JudgeAddress(address).IsAllowed);
        var verdict = refused ? UrlCase.AddressRefused : line.Dns.Count == 0 ? UrlCase.Unresolved : UrlCase.Allowed;
        return verdict == line.Verdict ? null : verdict;
    }

    private async Task<string?> RegisterAsync(UrlCase line)
    {
        (_hosts.Answers, var endpoints) = (line.Dns, _hosts.With(line).GetRequiredService<IWebhookEndpoints>());
        _hosts.Asked.Clear();
        _hosts.Dialed.Clear();
        var input = new EndpointInput { Url = line.Url, Events = ["*"] };
        WebhookEndpoint created;
        try
        {
            created = (await endpoints.CreateAsync(input, WebhookCaller.Application)).Endpoint;
        }
        catch (WebhookValidationException exception)
        {
            return line.Verdict == UrlCase.UrlRefused && exception.Errors.All(error => error.Field == "url") && _hosts.Asked.IsEmpty ? null : exception.Message;
        }

        if (line.Verdict == UrlCase.UrlRefused)
        {
            return "registered";
        }

        // What the answers are judged by must not depend on whether an endpoint is new.
        var updated = await endpoints.UpdateAsync(created.Id, input, WebhookCaller.Application);
        var attempt = (await endpoints.TestAsync(created.Id, WebhookCaller.Application))!;
        var target = new Uri(created.Url);
        var expected = line.Verdict switch
        {
            UrlCase.Allowed => AttemptOutcome.ConnectFailed,
            UrlCase.AddressRefused => AttemptOutcome.PolicyBlocked,
            _ => AttemptOutcome.DnsFailed,
        };
        return created.Url != (line.Stored ?? line.Url) || updated!.Url != created.Url ? $"stored as {created.Url}"
            : attempt.Outcome != expected ? $"{attempt.Outcome}: {attempt.Error}"
            : !_hosts.Dialed.SequenceEqual(DialedFor(line, target)) ? $"dialed {string.Join(' ', _hosts.Dialed)}"
            : _hosts.Asked.Any(host => host != target.Host) ? $"asked for {string.Join(' ', _hosts.Asked)}"
            : null;
    }

    private static IEnumerable<string> DialedFor(UrlCase line, Uri target)
    {
        if (line.Verdict != UrlCase.Allowed)
        {
            return [];
        }

        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : line.Dns.Select(IPAddress.Parse);
        return addresses.Select(address => new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, target.Port).ToString());
    }
}
