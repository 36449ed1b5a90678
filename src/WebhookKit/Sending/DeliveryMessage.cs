namespace WebhookKit.Sending;

/// <summary>A request that knows whose it is, for the one who makes its connection.</summary>
/// <remarks>A property, because the options of a request are a dictionary that each of them would have to make.</remarks>
internal sealed class DeliveryMessage(Uri uri, string owner) : HttpRequestMessage(HttpMethod.Post, uri)
{
    public string Owner => owner;
}
