using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Is met by each of some plain values. Nothing is converted: the text "1" is not the number 1.</summary>
internal sealed class EqualityTest(IReadOnlyList<FilterValue> values) : FieldTest
{
    private readonly byte[][] _texts = Of(values, JsonTokenType.String);
    private readonly byte[][] _numbers = Of(values, JsonTokenType.Number);
    private readonly bool _hasTrue = values.Any(value => value.Type == JsonTokenType.True);
    private readonly bool _hasFalse = values.Any(value => value.Type == JsonTokenType.False);
    private readonly bool _hasNull = values.Any(value => value.Type == JsonTokenType.Null);

    public override bool IsMetBy(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => HasText(ref reader),
        JsonTokenType.Number => HasNumber(reader.ValueSpan),
        JsonTokenType.True => _hasTrue,
        JsonTokenType.False => _hasFalse,
        JsonTokenType.Null => _hasNull,
        _ => false,
    };

    private bool HasText(ref Utf8JsonReader reader)
    {
        foreach (var text in _texts)
        {
            if (reader.ValueTextEquals(text))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasNumber(ReadOnlySpan<byte> value)
    {
        foreach (var number in _numbers)
        {
            if (JsonNumber.Compare(value, number) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[][] Of(IReadOnlyList<FilterValue> values, JsonTokenType type) =>
        [.. values.Where(value => value.Type == type).Select(value => value.Utf8)];
}
