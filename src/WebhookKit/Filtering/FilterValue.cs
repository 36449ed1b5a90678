using System.Text.Json;

namespace WebhookKit.Filtering;

/// <summary>A plain value of a filter.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Utf8">A text without its escapes, or a number as it was written; empty for the others.</param>
internal readonly record struct FilterValue(JsonTokenType Type, byte[] Utf8);
