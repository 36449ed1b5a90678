using Microsoft.EntityFrameworkCore;

namespace WebhookKit.EntityFrameworkCore.Saving;

/// <summary>Looks at entities that are to be payloads.</summary>
internal static class EntityKeys
{
    /// <summary>Refuses an entity whose key the database makes when it is saved: the event would carry a key that nobody knows.</summary>
    public static void RefuseTemporary<T>(DbContext context, T data)
    {
        if (data is null || context.Model.FindRuntimeEntityType(data.GetType()) is null)
        {
            return;
        }

        var entry = context.Entry((object)data);
        if (entry.State == EntityState.Added && entry.Properties.FirstOrDefault(one => one.Metadata.IsKey() && one.IsTemporary) is { } key)
        {
            throw new InvalidOperationException(
                $"The database makes {data.GetType().Name}.{key.Metadata.Name} when the entity is saved, so the event would carry a key that is none. "
                + "Save first, in a transaction of your own, publish then and save again; or let the application make the key.");
        }
    }
}
