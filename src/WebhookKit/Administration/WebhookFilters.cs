using WebhookKit.Filtering;

namespace WebhookKit.Administration;

internal sealed class WebhookFilters : IWebhookFilters
{
    public FilterResult Test(string filter, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (FilterParser.Parse(filter, out var errors) is not { } compiled)
        {
            throw new WebhookValidationException(errors);
        }

        var reason = compiled.Refuse(payload);
        return new FilterResult { Matches = reason is null, Reason = reason };
    }
}
