using System.Net;
using Microsoft.Extensions.Options;

namespace WebhookKit.Sending;

/// <summary>Public <c>https</c> addresses, and what <see cref="EgressOptions"/> opens or closes besides.</summary>
internal sealed class EgressPolicy : IEgressPolicy
{
    private readonly AddressRules _addresses;
    private readonly UrlRules _urls;

    public EgressPolicy(IOptions<EgressOptions> options)
    {
        _addresses = new AddressRules(options.Value);
        _urls = new UrlRules(options.Value, _addresses);
    }

    public EgressVerdict JudgeUrl(string url)
    {
        ArgumentNullException.ThrowIfNull(url);

        return _urls.FindBroken(url) is { } rule ? EgressVerdict.Refused(rule) : EgressVerdict.Allowed;
    }

    public EgressVerdict JudgeAddress(IPAddress address) =>
        _addresses.Allows(address) ? EgressVerdict.Allowed : EgressVerdict.Refused(EgressRefusals.Address);
}
