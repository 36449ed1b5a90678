namespace WebhookKit.AspNetCore.Requests;

/// <summary>Collects what is wrong with a request. Bounded, so that a large bad request cannot make a larger answer.</summary>
internal sealed class FieldErrors
{
    private const int Most = 100;
    private const int LongestField = 200;

    private readonly List<FieldError> _errors = [];

    public void Add(string field, string message)
    {
        if (_errors.Count < Most)
        {
            _errors.Add(new FieldError(field.Length <= LongestField ? field : field[..LongestField] + "…", message));
        }
    }

    /// <exception cref="WebhookValidationException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new WebhookValidationException(_errors);
        }
    }
}
