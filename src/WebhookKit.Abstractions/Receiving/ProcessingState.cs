namespace WebhookKit.Receiving;

/// <summary>What a receiver is to do with an event.</summary>
public enum ProcessingState
{
    /// <summary>Process it, and then complete or release it.</summary>
    Begun = 0,

    /// <summary>Somebody else is processing it: nobody knows yet whether that succeeds.</summary>
    InProgress = 1,

    /// <summary>It has been processed.</summary>
    Done = 2,
}
