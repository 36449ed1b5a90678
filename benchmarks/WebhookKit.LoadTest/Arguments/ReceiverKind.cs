namespace WebhookKit.LoadTest.Arguments;

internal enum ReceiverKind
{
    /// <summary>A minimal ASP.NET Core server that notes each request.</summary>
    Kestrel,

    /// <summary>The cheapest receiver there is; it counts requests and notes nothing.</summary>
    Nginx,
}
