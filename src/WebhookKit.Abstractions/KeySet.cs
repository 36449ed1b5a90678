using System.Diagnostics;
using System.Security.Cryptography;

namespace WebhookKit;

/// <summary>Keys of 256 bits by their ids, one of them the current one. Never shows their bytes in text, logs or the debugger.</summary>
/// <remarks>Keeps copies of the bytes, and overwrites them when it is disposed of.</remarks>
[DebuggerDisplay("{CurrentId} (redacted)")]
public sealed class KeySet : IDisposable
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeyBytes = 32;

    private const int LongestId = 64;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <summary>Makes a set.</summary>
    /// <param name="currentId">The id of the key that encrypts from now on.</param>
    /// <param name="keys">The keys by their ids: the current one and older ones.</param>
    /// <exception cref="ArgumentException">An id or a key is malformed, or the current key is missing. No message has a key in it.</exception>
    public KeySet(string currentId, IEnumerable<KeyValuePair<string, byte[]>> keys)
    {
        ArgumentNullException.ThrowIfNull(currentId);
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var (id, key) in keys)
        {
            if (!IsId(id))
            {
                throw new ArgumentException($"The id of a key has 1 to {LongestId} of the characters A-Z, a-z, 0-9, '.', '_' and '-'; one of the ids given has others.", nameof(keys));
            }

            if (key is not { Length: KeyBytes })
            {
                throw new ArgumentException($"Key '{id}' must have {KeyBytes} bytes (256 bits); it has {key?.Length ?? 0}.", nameof(keys));
            }

            _keys.Add(id, [.. key]);
        }

        if (!_keys.ContainsKey(currentId))
        {
            throw new ArgumentException($"The current key '{currentId}' is not among the keys given.", nameof(currentId));
        }

        CurrentId = currentId;
    }

    /// <summary>The id of the key that encrypts.</summary>
    public string CurrentId { get; }

    /// <summary>The ids of all keys.</summary>
    public IReadOnlyCollection<string> Ids => _keys.Keys;

    /// <summary>The bytes of a key.</summary>
    /// <param name="id">One of <see cref="Ids"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no key with this id.</exception>
    public ReadOnlySpan<byte> KeyOf(string id) => _keys[id];

    /// <summary>Whether a text can be the id of a key: 1 to 64 of the characters A-Z, a-z, 0-9, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    /// <param name="id">The text.</param>
    public static bool IsId(string? id) =>
        id is { Length: > 0 and <= LongestId } && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The ids, never the keys.</summary>
    public override string ToString() => $"{string.Join(", ", _keys.Keys)} (redacted)";
}
