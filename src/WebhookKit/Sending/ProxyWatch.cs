using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Sending;

/// <summary>Keeps account of the egress proxies that cannot be used, and says it once for each.</summary>
internal sealed partial class ProxyWatch(EngineVitals vitals, ILogger<ProxyWatch> logger)
{
    /// <summary>Nothing can be sent through it, whatever the target is.</summary>
    public void Fails(EgressProxy proxy, AttemptFailure failure, Exception? cause)
    {
        if (vitals.NoteProxyProblem(proxy.Address, failure.Error!))
        {
            Log.Fails(logger, proxy.Address, failure.Error!, cause);
        }
    }

    /// <summary>It does what it is asked, or refuses one target.</summary>
    public void Works(EgressProxy proxy)
    {
        if (vitals.NoteProxyWorks(proxy.Address))
        {
            Log.Works(logger, proxy.Address);
        }
    }
}
