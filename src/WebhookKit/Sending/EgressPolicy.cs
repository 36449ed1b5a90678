using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Public <c>https</c> addresses, and what <see cref="EgressOptions"/> opens or closes besides.</summary>
internal sealed class EgressPolicy : IEgressPolicy
{
    private const int MostJudged = 4096;

    // The rules look at nothing but the text, and the same few URLs come again and again.
    private readonly ConcurrentDictionary<string, EgressVerdict> _judged = new(StringComparer.Ordinal);
    private readonly AddressRules _addresses;
    private readonly UrlRules _urls;
    private int _judgedCount;

    public EgressPolicy(IOptions<EgressOptions> options)
    {
        _addresses = new AddressRules(options.Value);
        _urls = new UrlRules(options.Value, _addresses);
    }

    public EgressVerdict JudgeUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);

        if (_judged.TryGetValue(url, out var known))
        {
            return known;
        }

        var verdict = _urls.FindBroken(url) is { } rule ? EgressVerdict.Refused(rule) : EgressVerdict.Allowed;
        Remember(url, verdict);
        return verdict;
    }

    public EgressVerdict JudgeAddress(IPAddress address) =>
        _addresses.Allows(address) ? EgressVerdict.Allowed : EgressVerdict.Refused(EgressRefusals.Address);

    private void Remember(string url, EgressVerdict verdict)
    {
        if (Interlocked.Increment(ref _judgedCount) > MostJudged)
        {
            _judged.Clear();
            Interlocked.Exchange(ref _judgedCount, 0);
        }

        _judged[url] = verdict;
    }
}
