using System.Globalization;
using System.Text;

namespace WebhookKit.Relational.Outbox;

/// <summary>The endpoints that an event is for, as a text that every dialect can look into: <c>,1,2,</c> holds <c>,2,</c>.</summary>
internal static class EndpointList
{
    public static string? Write(IReadOnlyList<EndpointId>? endpoints)
    {
        if (endpoints is null)
        {
            return null;
        }

        var text = new StringBuilder(",");
        foreach (var endpoint in endpoints)
        {
            text.Append(CultureInfo.InvariantCulture, $"{endpoint.Value},");
        }

        return text.ToString();
    }
}
