using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>
/// A filter, ready to judge payloads. Goes through a payload once, without making a document of it, and allocates nothing. Thread-safe.
/// </summary>
internal sealed class CompiledFilter
{
    private const string NotJson = "The payload is not JSON, and the filter of the endpoint asks for fields of JSON.";

    /// <summary>Deeper than anybody writes, and no danger to the stack.</summary>
    private static readonly JsonReaderOptions Json = new() { MaxDepth = 256 };

    private readonly PathNode _root;
    private readonly FilterExpression _expression;
    private readonly int _tests;

    internal CompiledFilter(PathNode root, FilterExpression expression, int tests)
    {
        _root = root;
        _expression = expression;
        _tests = tests;
    }

    /// <summary>Judges a payload.</summary>
    /// <param name="payload">The bytes that are sent.</param>
    /// <returns>Why it does not match, in words that hold nothing of it; null where it matches.</returns>
    public string? Refuse(ReadOnlySpan<byte> payload)
    {
        Span<bool> met = stackalloc bool[_tests];
        try
        {
            var reader = new Utf8JsonReader(payload, Json);
            reader.Read();
            Visit(ref reader, _root, met);
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for escapes that are no text.
            return NotJson;
        }

        return _expression.Holds(met) ? null : _expression.Explain(met);
    }

    // A list stands for each of its elements, wherever a path meets one.
    private static void Visit(ref Utf8JsonReader reader, PathNode node, scoped Span<bool> met)
    {
        node.Note(ref reader, met);
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Visit(ref reader, node, met);
            }
        }
        else if (!node.HasChildren)
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var child = node.Find(ref reader);
                reader.Read();
                if (child is null)
                {
                    reader.Skip();
                }
                else
                {
                    Visit(ref reader, child, met);
                }
            }
        }
    }
}
