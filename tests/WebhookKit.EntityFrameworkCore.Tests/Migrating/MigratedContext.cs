using Microsoft.EntityFrameworkCore;
using WebhookKit.EntityFrameworkCore.Tests.Shop;

namespace WebhookKit.EntityFrameworkCore.Tests.Migrating;

/// <summary>A context as a user has it who wants the webhook tables in the migrations.</summary>
public sealed class MigratedContext(DbContextOptions<MigratedContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddWebhooks();
}
