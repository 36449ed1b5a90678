using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads for how long a circuit is to be open, and why.</summary>
internal static class CircuitRequests
{
    private static readonly string[] Fields = ["duration_seconds", "reason"];
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    public static (TimeSpan Duration, string? Reason) Read(JsonBody? body)
    {
        if (body is null)
        {
            return (Usual, null);
        }

        var errors = new FieldErrors();
        var reader = new ObjectReader(body.Root, "", errors, Fields);
        var circuit = (reader.FindSeconds("duration_seconds") ?? Usual, reader.FindText("reason"));
        errors.ThrowIfAny();
        return circuit;
    }
}
