using System.Buffers;
using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>Asks something of a text that takes its bytes without their escapes. Other values do not meet it.</summary>
internal abstract class TextTest : FieldTest
{
    private const int LongestOnStack = 256;

    public override bool IsMetBy(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            return IsMetBy(reader.ValueSpan);
        }

        // Without its escapes a text is never longer.
        var length = reader.ValueSpan.Length;
        var rented = length > LongestOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        try
        {
            Span<byte> buffer = rented is null ? stackalloc byte[LongestOnStack] : rented;
            return IsMetBy(buffer[..reader.CopyString(buffer)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    protected abstract bool IsMetBy(ReadOnlySpan<byte> text);
}
