using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookKit.AspNetCore.Requests;

/// <summary>A parsed body over the exact bytes that came in, so that a payload can be cut out of it as it was written.</summary>
internal sealed class JsonBody : IDisposable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly JsonDocument _document;

    private JsonBody(ReadOnlyMemory<byte> bytes, JsonDocument document)
    {
        _bytes = bytes;
        _document = document;
    }

    public JsonElement Root => _document.RootElement;

    /// <exception cref="WebhookValidationException">The bytes are not JSON.</exception>
    public static JsonBody Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new JsonBody(bytes, JsonDocument.Parse(bytes));
        }
        catch (JsonException exception)
        {
            throw new WebhookValidationException(
                "body",
                $"must be valid JSON, at most 64 levels deep; it is not at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
    }

    /// <summary>The bytes of a value, exactly as they came in.</summary>
    public ReadOnlyMemory<byte> RawOf(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return _bytes.Span.Overlaps(raw, out var start)
            ? _bytes.Slice(start, raw.Length)
            : throw new InvalidOperationException("The value is not of this body.");
    }

    public void Dispose() => _document.Dispose();
}
