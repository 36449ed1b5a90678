using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Is met by numbers below or above a number. Other values do not meet it.</summary>
internal sealed class NumberOrderTest(byte[] bound, FilterOrder order) : FieldTest
{
    public override bool IsMetBy(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && order.Allows(JsonNumber.Compare(reader.ValueSpan, bound));
}
