using System.Diagnostics.CodeAnalysis;

namespace WebhookKit;

/// <summary>Names one delivery: one event for one endpoint.</summary>
/// <remarks>
/// The key of a first delivery is the UUID of its event; the key of a replay is a new version 7 UUID. Keys sort by time,
/// so that a list in key order is a list in time order and a range of time is a range of keys. The text form is
/// <c>dlv_</c>, 32 hexadecimal digits of the key and 16 of the endpoint.
/// </remarks>
/// <param name="Key">The event's UUID, or for a replay a UUID of its own.</param>
/// <param name="Endpoint">The endpoint.</param>
public readonly record struct DeliveryId(Guid Key, EndpointId Endpoint) : IParsable<DeliveryId>
{
    private const string Prefix = "dlv_";
    private const int KeyDigits = 32;

    /// <summary>The first delivery of an event to an endpoint.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static DeliveryId First(EventId eventId, EndpointId endpoint) => new(eventId.Value, endpoint);

    /// <summary>Reads the text form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="FormatException">The text is not a delivery id.</exception>
    public static DeliveryId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A delivery id is 'dlv_' and 48 hexadecimal digits.");

    /// <summary>Reads the text form, or answers false.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DeliveryId result)
    {
        result = default;
        if (s is null || !s.StartsWith(Prefix, StringComparison.Ordinal) || s.Length != Prefix.Length + KeyDigits + 16
            || !Guid.TryParseExact(s.AsSpan(Prefix.Length, KeyDigits), "N", out var key)
            || !EndpointId.TryParse($"ep_{s.AsSpan(Prefix.Length + KeyDigits)}", provider, out var endpoint))
        {
            return false;
        }

        result = new DeliveryId(key, endpoint);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => string.Create(null, $"{Prefix}{Key:N}{Endpoint.Value:x16}");
}
