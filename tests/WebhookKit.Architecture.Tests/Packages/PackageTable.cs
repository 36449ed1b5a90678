namespace WebhookKit.Architecture.Tests.Packages;

/// <summary>Which package may know which, and what it may take from outside. A new package starts here.</summary>
internal static class PackageTable
{
    private const string Abstractions = "WebhookKit.Abstractions";
    private const string Relational = "WebhookKit.Relational";

    public static IReadOnlyDictionary<string, PackageRule> Rules { get; } = new Dictionary<string, PackageRule>
    {
        [Abstractions] = new([], ["Microsoft.Extensions.DependencyInjection.Abstractions"]),
        ["WebhookKit"] = new(
            [Abstractions],
            [
                "Microsoft.Extensions.Diagnostics",
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Http.Resilience",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options.ConfigurationExtensions",
            ]),
        [Relational] = new([Abstractions], []),
        ["WebhookKit.Sqlite"] = new([Abstractions, Relational], ["Dapper", "Microsoft.Data.Sqlite", "Microsoft.Extensions.Options"]),
        ["WebhookKit.PostgreSql"] = new([Abstractions, Relational], ["Dapper", "Microsoft.Extensions.Options", "Npgsql"]),
        ["WebhookKit.SqlServer"] = new([Abstractions, Relational], ["Dapper", "Microsoft.Data.SqlClient", "Microsoft.Extensions.Options"]),
        ["WebhookKit.EntityFrameworkCore"] = new([Abstractions, Relational], ["Microsoft.EntityFrameworkCore.Relational"]),
        ["WebhookKit.AspNetCore"] = new([Abstractions], []),
        ["WebhookKit.Ed25519"] = new([Abstractions], ["BouncyCastle.Cryptography"]),
        ["WebhookKit.Testing"] = new([Abstractions], []),
        ["WebhookKit.StoreContract"] = new([Abstractions], ["NUnit"]),
    };
}
