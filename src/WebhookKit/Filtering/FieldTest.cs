using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Asks one thing of a value in the payload. Immutable, and allocates nothing.</summary>
internal abstract class FieldTest
{
    /// <summary>Whether the value at which a reader stands meets the test; an object and a list stand for their beginnings.</summary>
    public abstract bool IsMetBy(ref Utf8JsonReader reader);
}
