using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Is met by every value, null included: that a field has one means that it is there.</summary>
internal sealed class ExistenceTest : FieldTest
{
    public override bool IsMetBy(ref Utf8JsonReader reader) => true;
}
