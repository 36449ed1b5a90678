using System.Text;

namespace WebhookKit.Chaos.Producing;

/// <summary>The payload of every event: JSON that names the publish, so that it is known at the receiver and in the database.</summary>
internal static class EventPayload
{
    private const string Before = "{\"key\":\"";
    private const string After = "\"}";

    public static byte[] Of(string key) => Encoding.ASCII.GetBytes(Before + key + After);

    public static string KeyOf(ReadOnlySpan<byte> payload)
    {
        var text = Encoding.ASCII.GetString(payload);
        return text.StartsWith(Before, StringComparison.Ordinal) && text.EndsWith(After, StringComparison.Ordinal)
            ? text[Before.Length..^After.Length]
            : "damaged";
    }
}
