using System.Text;
using System.Text.Json;

namespace WebhookKit.Signing;

/// <summary>The public keys that an endpoint is signed for with, at one moment.</summary>
public sealed class WebhookKeySet
{
    /// <summary>The keys in force, newest first.</summary>
    public required IReadOnlyList<WebhookPublicKey> Keys { get; init; }

    /// <summary>The keys as a JSON Web Key Set (RFC 7517).</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("keys"u8);
            foreach (var key in Keys)
            {
                key.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
