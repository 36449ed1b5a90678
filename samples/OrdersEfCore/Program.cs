using Microsoft.EntityFrameworkCore;
using OrdersEfCore;

var builder = WebApplication.CreateBuilder(args);
var (isKnown, database) = Database.Use(builder);
if (!isKnown)
{
    Console.Error.WriteLine(database);
    return 1;
}

builder.Services.AddValidation();
await using var app = builder.Build();

app.MapPost("/orders", async (NewOrder request, OrdersContext db, CancellationToken cancellationToken) =>
{
    var order = new Order { Customer = request.Customer, Item = request.Item, Quantity = request.Quantity };

    // One SaveChanges: the order and its event are both there, or neither is.
    db.Orders.Add(order);
    await db.PublishWebhookAsync("order.created", order, cancellationToken: cancellationToken);
    await db.SaveChangesAsync(cancellationToken);

    return Results.Created($"/orders/{order.Id}", order);
});

app.MapGet("/orders", (OrdersContext db) => db.Orders.OrderByDescending(order => order.PlacedAt).Take(100).ToListAsync());

if (app.Environment.IsDevelopment())
{
    app.Logger.LogWarning("Development: everybody who can reach this process may use /webhooks. samples/OrdersApi shows how to ask for a key.");
    app.MapWebhooks("/webhooks").AllowAnonymous();
}

try
{
    // Makes all tables of the model, in an empty database. An application that lives longer has migrations: README.md says how.
    await using (var scope = app.Services.CreateAsyncScope())
    {
        await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.EnsureCreatedAsync();
    }

    await app.StartAsync();
}
catch (Exception exception) when (exception is not OperationCanceledException)
{
    Console.Error.WriteLine($"Could not start: {exception.Message}");
    return 1;
}

var url = app.Urls.First();
Console.WriteLine($"""

      Orders API     {url}/orders
      Webhooks API   {url}/webhooks/v1/endpoints
      Database       {database}

    Create an endpoint, then an order:

      curl {url}/webhooks/v1/endpoints --json '{"{"}"url": "http://localhost:5055/", "events": ["order.*"]{"}"}'
      curl {url}/orders --json '{"{"}"customer": "Ada", "item": "teapot", "quantity": 1{"}"}'

    """);

await app.WaitForShutdownAsync();
return 0;
