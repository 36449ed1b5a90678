namespace WebhookKit.Observing;

/// <summary>Takes what operators and owners may want to hear of, where anybody listens. Thread-safe.</summary>
internal interface IAlerts
{
    /// <summary>Whether anybody listens. Where nobody does, nothing need be made to be raised.</summary>
    bool AreHeard { get; }

    /// <summary>Hands an alert over. Returns at once: it is dropped where nobody listens, or too many wait.</summary>
    void Raise(Alert alert);
}
