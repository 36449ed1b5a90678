using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace WebhookKit.EntityFrameworkCore.Migrating;

/// <summary>
/// Notes on a model, while it is built, for which database it is. The absence of the note tells that the context does not use
/// webhooks, whose tables would then be missing from its migrations without a word.
/// </summary>
internal sealed class ProviderNote(IDatabaseProvider provider, IDbContextOptions options) : IConventionSetPlugin, IModelInitializedConvention, IModelFinalizingConvention
{
    private const string Annotation = "WebhookKit:Provider";

    /// <returns>The provider's name; empty for one that is not relational.</returns>
    /// <exception cref="InvalidOperationException">There is no note.</exception>
    public static string Read(IReadOnlyModel model) => model.FindAnnotation(Annotation)?.Value as string
        ?? throw new InvalidOperationException(
            "AddWebhooks() needs the context to use webhooks. Call UseWebhooks() on the options of the context, wherever they "
            + "are made: in AddDbContext(options => options.UseWebhooks()) and in an IDesignTimeDbContextFactory.");

    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.ModelInitializedConventions.Add(this);
        conventionSet.ModelFinalizingConventions.Add(this);
        return conventionSet;
    }

    public void ProcessModelInitialized(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context) =>
        modelBuilder.HasAnnotation(Annotation, options.Extensions.OfType<RelationalOptionsExtension>().Any() ? provider.Name : "");

    // What stayed would be in every snapshot.
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context) =>
        modelBuilder.HasNoAnnotation(Annotation);
}
