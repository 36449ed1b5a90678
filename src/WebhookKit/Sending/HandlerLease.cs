namespace WebhookKit.Sending;

/// <summary>A handler for the time of one request, or none for endpoints that differ in nothing.</summary>
internal readonly struct HandlerLease(KeptHandlers handlers, KeptHandler handler) : IDisposable
{
    /// <summary>What to send with; null where it is the client that all others share.</summary>
    public HttpMessageInvoker? Client => handler?.Client;

    public void Dispose()
    {
        if (handler is not null)
        {
            handlers.Return(handler);
        }
    }
}
