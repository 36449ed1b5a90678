using Microsoft.EntityFrameworkCore;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>A context whose host has chosen the names.</summary>
public sealed class RenamedContext(DbContextOptions<RenamedContext> options) : DbContext(options)
{
    public const string Schema = "Order_Hooks";
    public const string TablePrefix = "hooks_";

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddWebhooks(Schema, TablePrefix);
}
