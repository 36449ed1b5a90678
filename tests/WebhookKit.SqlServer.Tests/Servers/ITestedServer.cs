namespace WebhookKit.SqlServer.Tests.Servers;

/// <summary>A server that tests run on.</summary>
internal interface ITestedServer
{
    /// <summary>A database that tests share, each with a schema of its own.</summary>
    /// <returns>Its connection string.</returns>
    Task<string> GetSharedDatabaseAsync();

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    Task<string> CreateDatabaseAsync();

    /// <summary>Removes a database that <see cref="CreateDatabaseAsync"/> made.</summary>
    Task DropDatabaseAsync(string connectionString);
}
