using System.Globalization;

namespace WebhookKit.PostgreSql.Notifications;

/// <summary>The text of a notification: endpoint ids of 16 hexadecimal digits each, or nothing, which stands for any endpoint.</summary>
internal static class NotificationText
{
    private const int Digits = 16;

    // A text must be shorter than 8,000 bytes.
    private const int MaxIds = 7999 / Digits;

    /// <summary>As many texts as the endpoints need.</summary>
    public static string[] Write(IReadOnlyCollection<EndpointId> endpoints) =>
        endpoints.Count == 0
            ? [""]
            : [.. endpoints.Chunk(MaxIds).Select(ids => string.Concat(ids.Select(id => id.Value.ToString("x16", CultureInfo.InvariantCulture))))];

    /// <summary>What somebody else has written on the channel is not known, and may mean any endpoint.</summary>
    public static IReadOnlyCollection<EndpointId> Read(string text)
    {
        var ids = new List<EndpointId>(text.Length / Digits);
        for (var start = 0; start < text.Length; start += Digits)
        {
            if (text.Length - start < Digits
                || !long.TryParse(text.AsSpan(start, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || value < 0)
            {
                return [];
            }

            ids.Add(new EndpointId(value));
        }

        return ids;
    }
}
