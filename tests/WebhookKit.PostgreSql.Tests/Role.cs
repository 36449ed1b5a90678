using Npgsql;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>A login of its own for a test, with no right but to connect.</summary>
internal sealed class Role : IAsyncDisposable
{
    private Role(string name, string password) => (Name, Password) = (name, password);

    public string Name { get; }

    public string Password { get; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.ConnectionString)
    {
        Username = Name,
        Password = Password,
        Pooling = false,
    }.ConnectionString;

    public static async Task<Role> CreateAsync()
    {
        var role = new Role($"role_{Guid.NewGuid():n}", $"pass_{Guid.NewGuid():n}");
        await StoreDatabase.ExecuteAsync($"CREATE ROLE {role.Name} LOGIN PASSWORD '{role.Password}'");
        return role;
    }

    public async ValueTask DisposeAsync() => await StoreDatabase.ExecuteAsync($"DROP OWNED BY {Name}; DROP ROLE {Name}");
}
