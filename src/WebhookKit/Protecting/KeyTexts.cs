using System.Security.Cryptography;
using System.Text.Json;

namespace WebhookKit.Protecting;

/// <summary>Reads keys as they are written in configuration and in files. What is wrong is said without a key in it.</summary>
internal static class KeyTexts
{
    public const string Fix = "make a key with 'openssl rand -base64 32'";

    /// <summary>Reads keys.</summary>
    /// <param name="current">The id of the current one; null where there is only one.</param>
    /// <param name="keys">Base64 by id; at least one.</param>
    /// <param name="place">Where they come from, for messages.</param>
    /// <exception cref="FormatException">They are malformed; the message says which, and what to do.</exception>
    public static KeySet Read(string? current, IReadOnlyCollection<KeyValuePair<string, string>> keys, string place)
    {
        var read = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            foreach (var (id, text) in keys)
            {
                if (!KeySet.IsId(id))
                {
                    throw new FormatException($"{place}: the id of a key has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'; one of the ids has others.");
                }

                read[id] = Decode(text) ?? throw new FormatException($"{place}: key '{id}' must be the base64 of {KeySet.KeyBytes} bytes; {Fix}.");
            }

            var currentId = current ?? (keys.Count == 1 ? keys.First().Key : throw new FormatException($"{place}: there are {keys.Count} keys; say with 'CurrentKey' (in a file: 'current') which of them encrypts."));
            return read.ContainsKey(currentId)
                ? new KeySet(currentId, read)
                : throw new FormatException($"{place}: the current key '{currentId}' is not among the keys ({string.Join(", ", read.Keys)}).");
        }
        finally
        {
            foreach (var key in read.Values)
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
    }

    /// <summary>Reads the text of a file with keys.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static KeySet ReadFile(ReadOnlyMemory<byte> json, string path)
    {
        var place = $"Secrets:KeyFile '{path}'";
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var keys = document.RootElement.GetProperty("keys").EnumerateObject()
                .Select(property => KeyValuePair.Create(property.Name, property.Value.GetString() ?? "")).ToArray();
            var current = document.RootElement.TryGetProperty("current", out var named) ? named.GetString() : null;
            return keys.Length > 0 ? Read(current, keys, place) : throw new FormatException($"{place} has no keys; {Fix}.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The inner exception would quote what it cannot read.
            throw new FormatException($"{place} must be JSON like {{\"current\":\"2026-11\",\"keys\":{{\"2026-11\":\"…\"}}}}, each key the base64 of {KeySet.KeyBytes} bytes.");
        }
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length];
        try
        {
            return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == KeySet.KeyBytes ? bytes[..written] : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
