using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>What <c>dotnet ef migrations add</c> does, and the build after it.</summary>
internal static class MigrationTool
{
    public static ScaffoldedMigration Add(DbContext context, string name)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(context);
        var provider = Assembly.Load(context.GetService<IDatabaseProvider>().Name);
        var ofProvider = provider.GetType(provider.GetCustomAttribute<DesignTimeProviderServicesAttribute>()!.TypeName)!;
        ((IDesignTimeServices)Activator.CreateInstance(ofProvider)!).ConfigureDesignTimeServices(services);

        using var tool = services.BuildServiceProvider();
        return tool.GetRequiredService<IMigrationsScaffolder>().ScaffoldMigration(name, "Shop");
    }

    /// <param name="migrations">In order.</param>
    public static Assembly Build(params IReadOnlyList<ScaffoldedMigration> migrations)
    {
        var sources = migrations.SelectMany(one => new[] { one.MigrationCode, one.MetadataCode }).Append(migrations[^1].SnapshotCode);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"Migrations{Guid.CreateVersion7():n}",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.That(result.Success, Is.True, () => string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(stream.ToArray());
    }
}
