using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebhookKit.Storage;

namespace WebhookKit.AspNetCore.Health;

/// <summary>Asks the database, and reads the signs of life of the engine. The worst finding decides; all are said.</summary>
internal sealed class WebhooksHealthCheck(IWebhookStore store, IWebhookVitals vitals, WebhooksHealthOptions options, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);

        var signs = vitals.Read();
        var (broken, worrying) = (new List<string>(), new List<string>());
        var failure = await AskStoreAsync(broken, cancellationToken).ConfigureAwait(false);
        Judge(signs, broken, worrying);

        var status = broken.Count > 0 ? context.Registration.FailureStatus : worrying.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        var text = broken.Count + worrying.Count == 0
            ? signs.Delivers ? "Webhooks are delivered." : "The store answers; this process does not deliver."
            : string.Join(' ', broken.Concat(worrying));
        return new HealthCheckResult(status, text, failure, DataOf(signs));
    }

    private async Task<Exception?> AskStoreAsync(List<string> broken, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.StoreTimeout, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var schema = await store.Schema.CheckAsync(ending.Token).AsTask().WaitAsync(ending.Token).ConfigureAwait(false);
            if (schema.Found < schema.Needed)
            {
                broken.Add($"The tables in {store.Name} are at version {schema.Found}; version {schema.Needed} is needed.");
            }

            return null;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            broken.Add($"{store.Name} did not answer within {Seconds(options.StoreTimeout)}.");
            return exception;
        }
        catch (WebhookStoreException exception)
        {
            broken.Add(exception.Message);
            return exception;
        }
    }

    private void Judge(WebhookVitals signs, List<string> broken, List<string> worrying)
    {
        if (signs.KeyProblem is { } problem)
        {
            broken.Add(problem);
        }

        if (signs.EndpointsWithoutSigning > 0)
        {
            broken.Add(FormattableString.Invariant($"{signs.EndpointsWithoutSigning} endpoints cannot be signed for, because their secrets cannot be read or a signer is missing (signing_unavailable): their deliveries wait. The log names them."));
        }

        if (signs.ProxyProblem is { } proxy)
        {
            broken.Add($"Nothing can be sent through an egress proxy, and deliveries wait. {proxy}");
        }

        if (signs.LeasesNotRenewedFor is { } overdue)
        {
            broken.Add($"The leases have not been renewed for {Seconds(overdue)} longer than usual: nothing is sent once they have run out.");
        }

        if (signs.NotRecordingFor is { } notRecording)
        {
            broken.Add($"Outcomes could not be recorded for {Seconds(notRecording)}: nothing is sent until they can.");
        }

        if (signs.WithoutProgressFor > options.MaxWithoutProgress)
        {
            broken.Add($"Deliveries have been due for {Seconds(signs.WithoutProgressFor.Value)} and no attempt has ended.");
        }

        if (signs.CertificatesEnding > 0)
        {
            worrying.Add(FormattableString.Invariant($"The client certificates of {signs.CertificatesEnding} endpoints end within 30 days or have ended. The log names them."));
        }

        if (signs.OldestDueAge > options.MaxOldestDueAge)
        {
            worrying.Add($"The oldest delivery has been due for {Seconds(signs.OldestDueAge.Value)}.");
        }

        if (signs.ClockSkew?.Duration() > options.MaxClockSkew)
        {
            worrying.Add($"The clock of this process is {Seconds(signs.ClockSkew.Value)} ahead of the database's.");
        }
    }

    private static Dictionary<string, object> DataOf(WebhookVitals signs)
    {
        var data = new Dictionary<string, object> { ["delivers"] = signs.Delivers };
        if (signs.Delivers)
        {
            data["owned_partitions"] = signs.OwnedPartitions;
            if (signs.EndpointsWithoutSigning > 0)
            {
                data["endpoints_without_signing"] = signs.EndpointsWithoutSigning;
            }

            Add("oldest_due_seconds", signs.OldestDueAge);
            Add("without_progress_seconds", signs.WithoutProgressFor);
            Add("leases_overdue_seconds", signs.LeasesNotRenewedFor);
            Add("not_recording_seconds", signs.NotRecordingFor);
            Add("clock_skew_seconds", signs.ClockSkew);
        }

        return data;

        void Add(string name, TimeSpan? time)
        {
            if (time is { } value)
            {
                data[name] = Math.Round(value.TotalSeconds, 3);
            }
        }
    }

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.#} s");
}
