using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>What a migration sends to SQL Server, as text: the emulation leaves out what means nothing to it.</summary>
internal sealed class SqlServerScriptTests
{
    private readonly EmulatedSqlServerShop _database = new();

    [SetUp]
    public Task CreateAsync() => _database.CreateAsync();

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task On_SqlServer_emulated_a_migration_sends_the_definitions_of_the_store_word_by_word()
    {
        await using var ofStore = new EmulatedSqlServerShop();
        await ofStore.CreateAsync();
        await ofStore.CreateTablesOfStoreAsync();

        await using var context = Context();
        await context.Database.MigrateAsync();

        var definitions = DefinitionsOf(_database.Texts);
        Assert.That(definitions, Is.EqualTo(DefinitionsOf(ofStore.Texts)));
        Assert.That(definitions, Has.Some.Contains("ALLOW_PAGE_LOCKS = OFF").And.Some.Contains("LOCK_ESCALATION = DISABLE").And.Some.Contains("COLLATE"));
    }

    [Test]
    public async Task On_SqlServer_emulated_an_idempotent_script_may_run_twice()
    {
        await using var context = Context();

        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        await ExecuteAsync(script);
        await ExecuteAsync(script);

        await _database.WithStoreAsync(async store => Assert.That((await store.Schema.CheckAsync()).Found, Is.EqualTo(1)));
    }

    private MigratedContext Context()
    {
        using var bare = new MigratedContext(_database.Options<MigratedContext>());
        return new MigratedContext(_database.Options<MigratedContext>(MigrationTool.Build(MigrationTool.Add(bare, "Initial"))));
    }

    private static List<string> DefinitionsOf(IEnumerable<string> texts)
    {
        var found = new DefinitionFinder();
        foreach (var text in texts)
        {
            new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors).Accept(found);
            Assert.That(errors, Is.Empty, text);
        }

        return [.. found.Definitions.Where(definition => definition.Contains("[webhooks]", StringComparison.Ordinal))];
    }

    private async Task ExecuteAsync(string script)
    {
        await using var connection = (SqlConnection)await _database.OpenAsync();
        foreach (var batch in script.ReplaceLineEndings("\n").Split("\nGO\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = new SqlCommand(batch, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
