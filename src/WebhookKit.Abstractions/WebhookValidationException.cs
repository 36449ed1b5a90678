namespace WebhookKit;

/// <summary>What was asked for breaks a rule. Names the fields and says what to change; nothing was stored.</summary>
public sealed class WebhookValidationException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errors">At least one error.</param>
    public WebhookValidationException(IReadOnlyList<FieldError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Creates the exception for one field.</summary>
    /// <param name="field">The field, in snake_case as in the HTTP API.</param>
    /// <param name="message">The rule and how to keep it.</param>
    public WebhookValidationException(string field, string message)
        : this([new FieldError(field, message)])
    {
    }

    /// <summary>What is wrong, field by field.</summary>
    public IReadOnlyList<FieldError> Errors { get; }

    private static string Describe(IReadOnlyList<FieldError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return string.Join(" ", errors.Select(error => $"{error.Field}: {error.Message}"));
    }
}
