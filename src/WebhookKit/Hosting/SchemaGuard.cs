using Microsoft.Extensions.Options;
using WebhookKit.Storage;

namespace WebhookKit.Hosting;

/// <summary>Makes sure that the tables are there before anything uses them.</summary>
internal sealed class SchemaGuard(IWebhookStore store, IOptions<HostingOptions> options)
{
    /// <summary>Creates or upgrades the tables, or checks them where the host does that itself.</summary>
    /// <exception cref="InvalidOperationException">The tables are missing or of another version, and creating them is switched off.</exception>
    /// <exception cref="WebhookStoreException">The database does not answer, or refuses.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.CreateSchema)
        {
            await store.Schema.ApplyAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var state = await store.Schema.CheckAsync(cancellationToken).ConfigureAwait(false);
        if (state.Found != state.Needed)
        {
            throw new InvalidOperationException(
                $"The WebhookKit tables in {store.Name} are at version {state.Found} but version {state.Needed} is needed, and Hosting:CreateSchema is off: "
                + "run the script that IStoreSchema.GetScript prints, or the migration of the DbContext that has them, or switch Hosting:CreateSchema on.");
        }
    }
}
