using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;
using WebhookKit.Leasing;

namespace WebhookKit.Dispatching;

/// <summary>Keeps account of the endpoints that cannot be signed for, and says it once for each.</summary>
internal sealed partial class SigningWatch(EngineVitals vitals, Observers observers, StoreClock storeClock, ILogger<SigningWatch> logger)
{
    /// <summary>How long a lane waits until it is tried again. Opening its secrets asks nobody while the keys are known.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The secrets that a delivery needs could not be opened: it waits.</summary>
    public void Unreadable(DeliveryId delivery, Exception failure)
    {
        if (vitals.NoteWithoutSigning(delivery.Endpoint))
        {
            Log.Unreadable(logger, delivery.Endpoint, failure);
            observers.SigningUnavailable(delivery.Endpoint, storeClock.Now);
        }

        Log.Waits(logger, delivery, Pause);
    }

    /// <summary>The endpoint of a delivery has no secret in force: it waits.</summary>
    public void HasNoSecret(DeliveryId delivery)
    {
        if (vitals.NoteWithoutSigning(delivery.Endpoint))
        {
            Log.Unsigned(logger, delivery.Endpoint);
            observers.SigningUnavailable(delivery.Endpoint, storeClock.Now);
        }

        Log.Waits(logger, delivery, Pause);
    }

    /// <summary>A signer that the endpoint of a delivery names is not registered in this process: it waits.</summary>
    public void HasNoSigner(DeliveryId delivery, string signer)
    {
        if (vitals.NoteWithoutSigning(delivery.Endpoint))
        {
            Log.SignerMissing(logger, delivery.Endpoint, signer);
            observers.SigningUnavailable(delivery.Endpoint, storeClock.Now);
        }

        Log.Waits(logger, delivery, Pause);
    }

    /// <summary>The secrets and signers of an endpoint are at hand.</summary>
    public void Works(EndpointId endpoint)
    {
        if (vitals.NoteSigning(endpoint))
        {
            Log.Works(logger, endpoint);
        }
    }
}
