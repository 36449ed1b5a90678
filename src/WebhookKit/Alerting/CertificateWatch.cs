using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Hosting;
using WebhookKit.Leasing;
using WebhookKit.Observing;
using WebhookKit.Storage;

namespace WebhookKit.Alerting;

/// <summary>Warns of client certificates of endpoints that end soon, or have ended. One instance looks for all: the one that has the first partition.</summary>
internal sealed partial class CertificateWatch : IEnginePart
{
    private const int Partition = 0;
    private const int Page = 100;

    private static readonly TimeSpan Ahead = TimeSpan.FromDays(30);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly IEndpointStore _endpoints;
    private readonly OwnedPartitions _owned;
    private readonly StoreClock _storeClock;
    private readonly EngineVitals _vitals;
    private readonly IAlerts _alerts;
    private readonly TimeProvider _clock;
    private readonly ILogger<CertificateWatch> _logger;
    private readonly EngineLoop _loop;
    private HashSet<string> _told = [];
    private TimeSpan _pause = First;

    public CertificateWatch(
        IWebhookStore store, OwnedPartitions owned, StoreClock storeClock, EngineVitals vitals, IAlerts alerts, TimeProvider clock, WebhookMetrics metrics, ILogger<CertificateWatch> logger)
    {
        // As they are stored: nothing is opened to see until when a certificate is valid.
        (_endpoints, _owned, _storeClock, _vitals, _alerts, _clock, _logger) = (store.Endpoints, owned, storeClock, vitals, alerts, clock, logger);
        _loop = new EngineLoop("certificate watch", TurnAsync, clock, metrics, logger);
    }

    public void Start() => _loop.Start();

    public Task StopAsync(CancellationToken deadline) => _loop.StopAsync();

    public void Dispose() => _loop.Dispose();

    private async Task TurnAsync(CancellationToken stopping)
    {
        await Task.Delay(_pause, _clock, stopping).ConfigureAwait(false);
        if (_owned.LeaseOn(Partition) is null)
        {
            // Whoever has it says so. It may be this one's in a moment.
            _vitals.NoteCertificatesEnding(0);
            _pause = First;
            return;
        }

        var (found, ending) = (new HashSet<string>(), 0);
        EndpointPage page;
        EndpointId? after = null;
        do
        {
            page = await _endpoints.ListAsync(new EndpointListQuery { After = after, Limit = Page }, stopping).ConfigureAwait(false);
            foreach (var record in page.Items)
            {
                after = record.Endpoint.Id;
                ending += Judge(record.Endpoint, _storeClock.Now, found) ? 1 : 0;
            }
        }
        while (page.HasMore);

        (_told, _pause) = (found, Every);
        _vitals.NoteCertificatesEnding(ending);
    }

    private bool Judge(WebhookEndpoint endpoint, DateTimeOffset now, HashSet<string> found)
    {
        if (endpoint is not { Tls.ClientCertificate: { } certificate, Status: not EndpointStatus.Disabled } || certificate.NotAfter > now + Ahead)
        {
            return false;
        }

        var alert = Alert.CertificateEnding(endpoint.Id, endpoint.Owner, certificate, now);
        found.Add(alert.Key);
        if (!_told.Contains(alert.Key))
        {
            Log.Ending(_logger, endpoint.Id, certificate.Subject, certificate.NotAfter);
            _alerts.Raise(alert);
        }

        return true;
    }
}
