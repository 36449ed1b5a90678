namespace WebhookKit.Sending;

/// <summary>What a receiver asks for beyond its status code.</summary>
internal enum DeliveryDirective
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>This delivery must not be tried again.</summary>
    Abort,

    /// <summary>The endpoint wants nothing more, as by answering 410.</summary>
    Disable,
}
