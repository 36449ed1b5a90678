using WebhookKit.EntityFrameworkCore.Migrating;
using WebhookKit.Relational.Schema;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Puts the webhook tables into the migrations of a context.</summary>
public static class WebhooksModelBuilderExtensions
{
    /// <summary>
    /// Puts the tables of WebhookKit into the context's own migrations, and into what <c>EnsureCreated</c> creates: on
    /// PostgreSQL, SQLite and SQL Server, the same that the store would create at start.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The tables do not become entities. <c>dotnet ef migrations add</c> writes the store's script into the migration, as
    /// statements that can be read and that no later version of the library changes. A version of the library that needs
    /// other tables has a changed model, and so asks for the next migration as an entity of yours would. Set
    /// <c>Hosting:CreateSchema</c> to <c>false</c>, so that the store checks the tables at start and leaves making them to the
    /// migrations.
    /// </para>
    /// <para>
    /// Another name drops the tables and makes new ones: an index cannot be renamed everywhere, and what is in them is best
    /// moved by you. Reverting the migration drops them too; there is no way back from one version of them to the one before. A
    /// context without a relational database gets no tables.
    /// </para>
    /// </remarks>
    /// <param name="modelBuilder">The builder of the context's model. The options of the context must have <see cref="WebhooksDbContextOptionsBuilderExtensions.UseWebhooks(DbContextOptionsBuilder)"/>.</param>
    /// <param name="schema">The schema that holds the tables, where the database has schemas; the same as in the options of the store.</param>
    /// <param name="tablePrefix">What the names of tables and indexes begin with on SQLite; the same as in the options of the store.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A name is not 1 to 30 ASCII letters, digits or <c>_</c>, or starts with a digit.</exception>
    /// <exception cref="InvalidOperationException">The context does not use webhooks, or there is no store for its database.</exception>
    public static ModelBuilder AddWebhooks(this ModelBuilder modelBuilder, string schema = "webhooks", string tablePrefix = "webhook_")
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        RefuseInvalid(schema, nameof(schema));
        RefuseInvalid(tablePrefix, nameof(tablePrefix));

        if (ProviderNote.Read(modelBuilder.Model) is { Length: > 0 } provider)
        {
            var scripts = TableScripts.For(provider);
            new TablesOfModel(scripts.HasSchemas ? schema : tablePrefix, scripts.Newest).WriteTo(modelBuilder.Model);
        }

        return modelBuilder;
    }

    private static void RefuseInvalid(string name, string parameter)
    {
        if (!SqlIdentifier.IsValid(name))
        {
            throw new ArgumentException($"{parameter} {SqlIdentifier.Rule}; was '{name}'.", parameter);
        }
    }
}
