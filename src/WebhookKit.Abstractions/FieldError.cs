namespace WebhookKit;

/// <summary>One broken rule.</summary>
/// <param name="Field">The field, in snake_case as in the HTTP API, for example <c>events[0]</c>.</param>
/// <param name="Message">The rule and how to keep it. Never holds a secret.</param>
public sealed record FieldError(string Field, string Message);
