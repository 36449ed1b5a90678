namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>An entity whose key the application makes.</summary>
public sealed class Order
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>At most ten; the database refuses more.</summary>
    public required int Amount { get; set; }
}
