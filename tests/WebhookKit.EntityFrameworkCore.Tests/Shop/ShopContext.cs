using Microsoft.EntityFrameworkCore;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>A context as a user has it: it knows nothing of webhooks.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public const int MostOfAnOrder = 10;

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.Property(one => one.Id).ValueGeneratedNever();
            order.ToTable(table => table.HasCheckConstraint("orders_amount", $"\"Amount\" <= {MostOfAnOrder}"));
        });
    }
}
