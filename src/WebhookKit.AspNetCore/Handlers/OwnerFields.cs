using WebhookKit.AspNetCore.Requests;

namespace WebhookKit.AspNetCore.Handlers;

/// <summary>Reads the owner of something new: what the caller says, unless the caller has an owner.</summary>
internal static class OwnerFields
{
    public static string? Read(ObjectReader reader, WebhookCaller caller)
    {
        var given = reader.FindText("owner");
        if (caller.Owner is not null && given is not null && given != caller.Owner)
        {
            reader.Errors.Add(reader.PathOf("owner"), "must be your own, or be left out.");
        }

        return caller.Owner ?? given;
    }
}
