namespace WebhookKit.Storage;

/// <summary>The database did not do what it was asked.</summary>
public sealed class WebhookStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do. Never holds a payload or a secret.</param>
    /// <param name="isTransient">Whether trying again may help.</param>
    /// <param name="innerException">The database driver's exception.</param>
    public WebhookStoreException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether trying again may help: a lost connection, a lock, a full disk.</summary>
    public bool IsTransient { get; }
}
