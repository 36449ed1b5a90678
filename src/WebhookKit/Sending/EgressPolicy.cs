using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Public <c>https</c> addresses, and what <see cref="EgressOptions"/> opens or closes besides, as they are now.</summary>
internal sealed class EgressPolicy : IEgressPolicy, IDisposable
{
    private readonly IDisposable? _changes;
    private volatile Rules _rules;

    public EgressPolicy(IOptionsMonitor<EgressOptions> options)
    {
        _rules = new Rules(options.CurrentValue);

        // Options that break their rules do not get here: what was valid last stays in force.
        _changes = options.OnChange((changed, name) => _rules = string.IsNullOrEmpty(name) ? new Rules(changed) : _rules);
    }

    public EgressVerdict JudgeUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return _rules.JudgeUrl(url);
    }

    public EgressVerdict JudgeAddress(IPAddress address) =>
        _rules.Addresses.Allows(address) ? EgressVerdict.Allowed : EgressVerdict.Refused(EgressRefusals.Address);

    public void Dispose() => _changes?.Dispose();

    /// <summary>The rules that follow from the options, and what was judged by them.</summary>
    private sealed class Rules
    {
        private const int MostJudged = 4096;

        // The rules look at nothing but the text, and the same few URLs come again and again.
        private readonly ConcurrentDictionary<string, EgressVerdict> _judged = new(StringComparer.Ordinal);
        private readonly UrlRules _urls;
        private int _judgedCount;

        public Rules(EgressOptions options)
        {
            Addresses = new AddressRules(options);
            _urls = new UrlRules(options, Addresses);
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
