using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace WebhookKit.EntityFrameworkCore.Migrating;

/// <summary>Adds to the differences between two models those between their webhook tables.</summary>
/// <param name="entities">Compares the rest.</param>
/// <param name="provider">The name of the context's provider.</param>
internal sealed class TablesDiffer(IMigrationsModelDiffer entities, string provider) : IMigrationsModelDiffer
{
    public bool HasDifferences(IRelationalModel? source, IRelationalModel? target) =>
        TablesOfModel.Read(source?.Model) != TablesOfModel.Read(target?.Model) || entities.HasDifferences(source, target);

    public IReadOnlyList<MigrationOperation> GetDifferences(IRelationalModel? source, IRelationalModel? target)
    {
        var differences = entities.GetDifferences(source, target);
        var (before, after) = (TablesOfModel.Read(source?.Model), TablesOfModel.Read(target?.Model));

        // In front: SQLite rebuilds tables, and EF Core warns of SQL that comes after.
        return before == after ? differences : [.. Differences(TableScripts.For(provider), before, after), .. differences];
    }

    private static IEnumerable<MigrationOperation> Differences(TableScripts scripts, TablesOfModel? before, TablesOfModel? after)
    {
        if (before is null || after is null || before.Name != after.Name)
        {
            return [.. Drop(scripts, before), .. Create(scripts, after)];
        }

        return before.Version < after.Version ? Run(scripts, after.Name, before.Version, after.Version) : [Refusal(after.Version)];
    }

    private static IEnumerable<MigrationOperation> Create(TableScripts scripts, TablesOfModel? tables)
    {
        if (tables is null)
        {
            return [];
        }

        var run = Run(scripts, tables.Name, from: 0, tables.Version);
        return scripts.HasSchemas ? run.Prepend(new EnsureSchemaOperation { Name = tables.Name }) : run;
    }

    private static IEnumerable<MigrationOperation> Run(TableScripts scripts, string name, int from, int to) =>
        scripts.Paragraphs(name, from, to).Select(paragraph => new SqlOperation { Sql = paragraph });

    private static IEnumerable<MigrationOperation> Drop(TableScripts scripts, TablesOfModel? tables) =>
        tables is null ? [] : scripts.Objects(tables.Version).Select(one => Drop(scripts, tables.Name, one.Kind, one.Name));

    // Tables by an operation of EF Core, which warns whoever adds the migration that it loses data.
    private static MigrationOperation Drop(TableScripts scripts, string name, string kind, string inside) => kind switch
    {
        "TABLE" when scripts.HasSchemas => new DropTableOperation { Schema = name, Name = inside, IsDestructiveChange = true },
        "TABLE" => new DropTableOperation { Name = name + inside, IsDestructiveChange = true },
        _ => new SqlOperation { Sql = $"DROP {kind} {scripts.Written(name, inside)};" },
    };

    /// <summary>
    /// A statement that fails and says why, in every dialect: a migration that reverts must be written together with the one
    /// that goes forward, and it must not seem to have worked. Short enough for the longest name of PostgreSQL.
    /// </summary>
    private static SqlOperation Refusal(int version) =>
        new() { Sql = $"SELECT * FROM \"Webhook tables cannot go back to version {version}: use a backup\";" };
}
