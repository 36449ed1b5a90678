using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace OrdersEfCore;

/// <summary>An order as it is kept, and as the subscribers of order.created see it.</summary>
public sealed class Order
{
    /// <summary>Made by the application, so that it is known before the order is saved.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Customer { get; init; }

    public required string Item { get; init; }

    public required int Quantity { get; init; }

    public DateTime PlacedAt { get; init; } = DateTime.UtcNow;
}

/// <summary>An order as a customer asks for it.</summary>
public sealed record NewOrder(
    [property: Required, StringLength(100)] string Customer,
    [property: Required, StringLength(100)] string Item,
    [property: Range(1, 1000)] int Quantity);

/// <summary>The application's own tables, and those of the webhooks beside them.</summary>
public sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddWebhooks();
}
