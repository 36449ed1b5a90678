using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>The web server's own limit of a body.</summary>
internal static class ServerLimit
{
    /// <summary>What a chunk of one byte takes: its length and two line ends. The server counts what chunks are wrapped in, too.</summary>
    private const long SmallestChunk = 6;

    private const long LastChunk = 4096;

    /// <summary>Lets a body of so many bytes through, however it is sent: the server's limit is for the host's other routes, and may be the lower one.</summary>
    public static void Raise(HttpRequest request, int bytes)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = LastChunk + (SmallestChunk * bytes);
        }
    }
}
