using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using WebhookKit.Storage;
using WebhookKit.TestServers.Hosts;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>A host that cannot run says why in one sentence, does not start, and keeps the password to itself.</summary>
internal sealed class StartErrorTests : StoreTests
{
    private const string Secret = "a-password-that-nobody-may-read";

    [Test]
    public async Task A_wrong_password_is_named_but_not_repeated() =>
        await RefusedAsync(ConnectionString(way => way.Password = Secret), "Username and Password");

    [Test]
    public async Task A_missing_password_is_named() =>
        await RefusedAsync(ConnectionString(way => way.Password = null), "Password");

    [Test]
    public async Task A_user_who_does_not_exist_is_named() =>
        await RefusedAsync(ConnectionString(way => (way.Username, way.Password) = ("nobody_of_that_name", Secret)), "'nobody_of_that_name'", "Username and Password");

    [Test]
    public async Task A_missing_database_is_named() =>
        await RefusedAsync(ConnectionString(way => way.Database = "no_such_database"), "'no_such_database'", "Create it");

    [Test]
    public async Task A_server_without_tls_is_refused_where_tls_is_required() =>
        await RefusedAsync(ConnectionString(way => way.SslMode = SslMode.Require), "SSL");

    [Test]
    public async Task Missing_rights_to_create_the_schema_are_named()
    {
        await using var role = await Role.CreateAsync();

        await RefusedAsync(role.ConnectionString, role.Password, [$"'{role.Name}'", "Grant the right", Database.Schema]);
    }

    [Test]
    public async Task A_schema_that_belongs_to_somebody_else_is_named()
    {
        await using var role = await Role.CreateAsync();
        await Database.OpenReadyAsync();

        await RefusedAsync(role.ConnectionString, role.Password, [$"'{role.Name}'", "Grant the right", Database.Schema]);
    }

    [Test]
    public async Task Tables_of_a_newer_version_are_named()
    {
        await Database.OpenReadyAsync();
        await using var connection = Database.Connect();
        await ExecuteAsync(connection, "INSERT INTO versions VALUES (999, now())");

        await RefusedAsync(TestServer.ConnectionString, "version 999", "Deploy the newer version");
    }

    [Test]
    public async Task Missing_tables_are_named_where_creating_them_is_off()
    {
        await using var host = StoreHost.Build(Store(TestServer.ConnectionString), ("Hosting:CreateSchema", "false"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.That(failure!.Message, Does.Contain("PostgreSQL").And.Contain("CreateSchema"));
    }

    [TestCase("", "was empty")]
    [TestCase("  ", "was empty")]
    [TestCase("Database=app;Username=app;Password=" + Secret, "Host=")]
    [TestCase("Nonsense=1;Password=" + Secret, "nonsense")]
    [TestCase("Host=localhost;Port=many;Password=" + Secret, "port")]
    [TestCase("Password=" + Secret + ";=;", "must be a connection string of Npgsql")]
    [TestCase(Secret, "must be a connection string of Npgsql")]
    [TestCase("postgres://app:" + Secret + "@localhost/app", "must be a connection string of Npgsql")]
    public async Task A_connection_string_that_cannot_work_is_named_but_not_repeated(string connectionString, string said)
    {
        await using var host = StoreHost.Build(Store(connectionString));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.That(failure!.Message, Does.Contain("ConnectionString").And.Contain(said));
        Assert.That($"{failure}{host.Log}", Does.Not.Contain(Secret));
    }

    [TestCase("")]
    [TestCase("1st")]
    [TestCase("web hooks")]
    [TestCase("x\"; DROP TABLE orders; --")]
    [TestCase("a_schema_name_longer_than_thirty")]
    public async Task A_schema_name_that_is_no_identifier_is_named(string schema)
    {
        await using var host = StoreHost.Build(Store(TestServer.ConnectionString, schema));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.That(failure!.Message, Does.Contain("Schema").And.Contain($"'{schema}'"));
    }

    private static string ConnectionString(Action<NpgsqlConnectionStringBuilder> change)
    {
        var way = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Pooling = false };
        change(way);
        return way.ConnectionString;
    }

    private Action<IWebhooksBuilder> Store(string connectionString, string? schema = null) => webhooks => webhooks.UsePostgreSql(
        options => (options.ConnectionString, options.Schema) = (connectionString, schema ?? Database.Schema));

    private Task RefusedAsync(string connectionString, params string[] said) => RefusedAsync(connectionString, Secret, said);

    private async Task RefusedAsync(string connectionString, string secret, string[] said)
    {
        await using var host = StoreHost.Build(Store(connectionString));

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(host.StartAsync);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said.Where(part => !failure!.Message.Contains(part, StringComparison.Ordinal)), Is.Empty, failure!.Message);
            Assert.That(failure.Message, Does.Not.Contain("\n").And.EndsWith("."));
            Assert.That($"{failure}{host.Log}", Does.Not.Contain(secret));
        }
    }
}
