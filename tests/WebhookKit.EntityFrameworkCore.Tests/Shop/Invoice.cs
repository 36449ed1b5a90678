namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

/// <summary>An entity whose key the database makes.</summary>
public sealed class Invoice
{
    public int Id { get; init; }

    public required string Text { get; set; }
}
