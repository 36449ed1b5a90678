using Microsoft.Extensions.Options;

namespace WebhookKit.SqlServer.Tests;

internal sealed class SqlServerStoreOptionsTests
{
    private const string Valid = "Server=localhost;Database=app";

    [TestCase("", "must name a server and a database")]
    [TestCase("Database=app", "Server=… is missing")]
    [TestCase("Server=localhost", "Database=… is missing")]
    [TestCase("Sever=localhost;Password=hidden", "must be a connection string of Microsoft.Data.SqlClient")]
    public void A_connection_string_that_cannot_work_is_refused_without_being_repeated(string connectionString, string expected)
    {
        var result = Validate(new SqlServerStoreOptions { ConnectionString = connectionString });

        Assert.That(result.FailureMessage, Does.Contain("ConnectionString").And.Contain(expected).And.Not.Contain("hidden"));
    }

    [TestCase("")]
    [TestCase("web-hooks")]
    [TestCase("a]b")]
    [TestCase("1st")]
    public void A_schema_that_is_no_identifier_is_refused(string schema)
    {
        var result = Validate(new SqlServerStoreOptions { ConnectionString = Valid, Schema = schema });

        Assert.That(result.FailureMessage, Does.Contain("Schema").And.Contain($"was '{schema}'"));
    }

    [Test]
    public void The_defaults_with_a_connection_string_are_valid() =>
        Assert.That(Validate(new SqlServerStoreOptions { ConnectionString = Valid }).Succeeded, Is.True);

    private static ValidateOptionsResult Validate(SqlServerStoreOptions options) => new SqlServerStoreOptionsRules().Validate(null, options);
}
