using System.Collections;

namespace WebhookKit.Signing;

/// <summary>The headers that carry a signature, as signers write them.</summary>
/// <remarks>
/// Used again for the next request: whoever writes into it must not keep it. Not safe for concurrent use. Names are compared without
/// regard to case.
/// </remarks>
public sealed class SignatureHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _headers = new(4);

    /// <summary>How many headers there are.</summary>
    public int Count => _headers.Count;

    /// <summary>The name and the value of a header, in the order in which they were written.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no more than <see cref="Count"/>.</exception>
    public KeyValuePair<string, string> this[int index] => _headers[index];

    /// <summary>Writes a header. One of the same name is replaced.</summary>
    /// <param name="name">A token (RFC 9110, section 5.6.2).</param>
    /// <param name="value">Visible ASCII, of at most 4,096 characters; judged before the request is sent.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public void Set(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        var place = PlaceOf(name);
        if (place < 0)
        {
            _headers.Add(new(name, value));
        }
        else
        {
            _headers[place] = new(name, value);
        }
    }

    /// <summary>The value of a header; null where it was not written.</summary>
    /// <param name="name">In any case.</param>
    public string? Find(string name) => PlaceOf(name) is var place and >= 0 ? _headers[place].Value : null;

    /// <summary>Removes all headers.</summary>
    public void Clear() => _headers.Clear();

    /// <summary>All headers, in the order in which they were written.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int PlaceOf(string name)
    {
        for (var i = 0; i < _headers.Count; i++)
        {
            if (_headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
