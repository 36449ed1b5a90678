using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Public <c>https</c> addresses, and what <see cref="EgressOptions"/> opens or closes besides, as they are now.</summary>
/// <param name="options">The options.</param>
/// <param name="name">The name of the policy; empty for the one that is everybody's where none is named.</param>
internal sealed class EgressPolicy(IOptionsMonitor<EgressOptions> options, string name = "") : IEgressPolicy, IDisposable
{
    private readonly CurrentEgress<Rules> _rules = new(options, name, (own, common) => new Rules(own, common));

    public EgressVerdict JudgeUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return _rules.Value.JudgeUrl(url);
    }

    public EgressVerdict JudgeAddress(IPAddress address) =>
        _rules.Value.Addresses.Allows(address) ? EgressVerdict.Allowed : EgressVerdict.Refused(EgressRefusals.Address);

    public void Dispose() => _rules.Dispose();

    /// <summary>The rules that follow from the options, and what was judged by them.</summary>
    private sealed class Rules
    {
        private const int MostJudged = 4096;

        // The rules look at nothing but the text, and the same few URLs come again and again.
        private readonly ConcurrentDictionary<string, EgressVerdict> _judged = new(StringComparer.Ordinal);
        private readonly UrlRules _urls;
        private int _judgedCount;

        public Rules(EgressOptions own, EgressOptions common)
        {
            Addresses = new AddressRules(own, common.BlockedNetworks);
            _urls = new UrlRules(own, Addresses);
        }

        public AddressRules Addresses { get; }

        public EgressVerdict JudgeUrl(string url)
        {
            if (_judged.TryGetValue(url, out var known))
            {
                return known;
            }

            var verdict = _urls.FindBroken(url) is { } rule ? EgressVerdict.Refused(rule) : EgressVerdict.Allowed;
            Remember(url, verdict);
            return verdict;
        }

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
}
