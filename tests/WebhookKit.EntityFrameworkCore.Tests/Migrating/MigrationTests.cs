using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>The tables in the migrations of a context are those of the store, and follow the versions of the library.</summary>
[TestFixture(typeof(SqliteShop))]
[TestFixture(typeof(PostgreSqlShop))]
[TestFixture(typeof(EmulatedSqlServerShop))]
internal sealed class MigrationTests<TDatabase>
    where TDatabase : IShopDatabase, new()
{
    private readonly TDatabase _database = new();

    [SetUp]
    public Task CreateAsync() => _database.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task A_migration_makes_what_the_store_makes_and_the_store_takes_it()
    {
        await using (var context = Context(MigrationTool.Build(Add("Initial"))))
        {
            await context.Database.MigrateAsync();
            Assert.That(context.Database.HasPendingModelChanges(), Is.False);
        }

        await AssertEqualToStoreAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Creating_without_migrations_makes_what_the_store_makes(bool isProviderLast)
    {
        await using (var context = new MigratedContext(_database.Options<MigratedContext>(isProviderLast: isProviderLast)))
        {
            Assert.That(await context.Database.EnsureCreatedAsync(), Is.True);
            Assert.That(await context.Orders.CountAsync(), Is.Zero);
        }

        await AssertEqualToStoreAsync();
    }

    [Test]
    public async Task A_migration_that_is_reverted_takes_every_table_away()
    {
        await using var context = Context(MigrationTool.Build(Add("Initial")));
        await context.Database.MigrateAsync();

        await context.GetService<IMigrator>().MigrateAsync("0");

        Assert.That(await DescribeAsync(_database), Is.Empty);
    }

    [Test]
    public async Task A_model_of_an_older_library_asks_for_a_migration_with_the_scripts_that_it_lacks()
    {
        // As the snapshot would be of a library that had no script yet.
        var older = Add("Initial");
        var migrations = MigrationTool.Build(With(older, "Version", "0"));
        await using var context = Context(migrations);

        var next = MigrationTool.Add(context, "Webhooks");

        Assert.That(context.Database.HasPendingModelChanges(), Is.True);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Database.MigrateAsync());
        Assert.That(refused!.Message, Does.Contain("pending changes"));
        Assert.That(next.MigrationCode, Does.Contain("leases").And.Not.Contain("EnsureSchema").And.Not.Contain("\"Orders\""));
    }

    [Test]
    public async Task A_migration_back_to_an_older_version_of_the_tables_fails_and_says_so()
    {
        var newer = With(Add("Initial"), "Version", "2");
        await using var context = Context(WithNext(newer, "Back"));

        var exception = await Assert.CatchAsync(() => context.Database.MigrateAsync());

        Assert.That(exception!.Message, Does.Contain("cannot go back to version 1"));
    }

    [Test]
    public async Task Another_name_takes_the_old_tables_away_and_makes_new_ones()
    {
        await using var context = Context(MigrationTool.Build(With(Add("Initial"), "Tables", "\"old_\"")));

        var next = MigrationTool.Add(context, "Renamed").MigrationCode;

        var up = next[..next.IndexOf("void Down", StringComparison.Ordinal)];
        Assert.That(up, Does.Match("DropTable\\([^)]*old_").And.Match("CREATE TABLE [\\[\\\\\"]*webhook").And.Not.Contain("\"Orders\""));
    }

    [Test]
    public async Task The_names_may_be_chosen()
    {
        await using (var context = new RenamedContext(_database.Options<RenamedContext>()))
        {
            await context.Database.EnsureCreatedAsync();
        }

        Assert.That(await DescribeAsync(_database), Is.Empty, "tables with the names of the defaults");
        await _database.WithStoreAsync(
            async store => Assert.That((await store.Schema.CheckAsync()).Found, Is.EqualTo((await store.Schema.CheckAsync()).Needed)),
            RenamedStore.Configure);
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(IShopDatabase database)
    {
        await using var connection = await database.OpenAsync();
        return [.. (await database.DescribeAsync(connection))];
    }

    /// <summary>Changes what the snapshot says of the tables.</summary>
    private static ScaffoldedMigration With(ScaffoldedMigration migration, string annotation, string value)
    {
        var changed = Regex.Replace(migration.SnapshotCode, $"(\"WebhookKit:{annotation}\", )[^)]+", $"${{1}}{value}");
        Assert.That(changed, Is.Not.EqualTo(migration.SnapshotCode));
        return new ScaffoldedMigration(
            ".cs",
            previousMigrationId: null,
            migration.MigrationCode,
            migration.MigrationId,
            migration.MetadataCode,
            migration.MigrationSubNamespace,
            changed,
            migration.SnapshotName,
            migration.SnapshotSubnamespace);
    }

    private Assembly WithNext(ScaffoldedMigration first, string name)
    {
        using var context = Context(MigrationTool.Build(first));
        return MigrationTool.Build(first, MigrationTool.Add(context, name));
    }

    private MigratedContext Context(Assembly? migrations = null) => new(_database.Options<MigratedContext>(migrations));

    private ScaffoldedMigration Add(string name)
    {
        using var context = Context();
        return MigrationTool.Add(context, name);
    }

    private async Task AssertEqualToStoreAsync()
    {
        await using var ofStore = new TDatabase();
        await ofStore.CreateAsync();
        await ofStore.CreateTablesOfStoreAsync();

        Assert.That(await DescribeAsync(_database), Is.EqualTo(await DescribeAsync(ofStore)).And.Not.Empty);
        await _database.WithStoreAsync(async store =>
        {
            var state = await store.Schema.CheckAsync();
            Assert.That(state.Found, Is.EqualTo(state.Needed).And.Positive);
        });
    }
}
