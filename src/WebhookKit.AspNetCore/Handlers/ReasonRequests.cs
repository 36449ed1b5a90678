using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads the small bodies of commands, all of which may be left out.</summary>
internal static class ReasonRequests
{
    private static readonly string[] Fields = ["reason"];
    private static readonly string[] NoFields = [];

    public static string? Read(JsonBody? body)
    {
        if (body is null)
        {
            return null;
        }

        var errors = new FieldErrors();
        var reason = new ObjectReader(body.Root, "", errors, Fields).FindText("reason");
        errors.ThrowIfAny();
        return reason;
    }

    public static void RefuseFields(JsonBody? body)
    {
        if (body is not null)
        {
            var errors = new FieldErrors();
            _ = new ObjectReader(body.Root, "", errors, NoFields);
            errors.ThrowIfAny();
        }
    }
}
