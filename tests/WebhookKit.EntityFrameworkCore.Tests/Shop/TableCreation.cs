using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace WebhookKit.EntityFrameworkCore.Tests.Shop;

internal static class TableCreation
{
    /// <summary>Makes the tables of the context beside those that the webhooks made: <c>EnsureCreated</c> does nothing where there are tables.</summary>
    public static Task EnsureTablesAsync(this DatabaseFacade database) => database.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
}
