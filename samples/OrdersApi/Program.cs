using Microsoft.AspNetCore.Authentication;
using Microsoft.Data.Sqlite;
using OrdersApi;
using WebhookKit;

var isDemo = args.Contains("--demo") || args.Contains("--demo-once");
var builder = WebApplication.CreateBuilder([.. args.Where(arg => arg is not ("--demo" or "--demo-once"))]);

var database = builder.Configuration.GetConnectionString("App") is { Length: > 0 } given
    ? given
    : $"Data Source={Path.Combine(builder.Environment.ContentRootPath, "app.db")}";

builder.Services.AddWebhooks(builder.Configuration.GetSection("Webhooks")).UseSqlite(database);
builder.Services.AddValidation();
if (!builder.Environment.IsDevelopment())
{
    builder.Services.AddAuthorization();
    builder.Services.AddAuthentication(ApiKeyHandler.Name).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null);
}

await using var app = builder.Build();

app.MapPost("/orders", async (NewOrder request, IWebhookPublisher webhooks, CancellationToken cancellationToken) =>
{
    await using var connection = await Orders.OpenAsync(database, cancellationToken);
    await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

    // One transaction: the order and its event are both there, or neither is.
    var order = await Orders.AddAsync(request, transaction);
    await webhooks.PublishAsync("order.created", order, new() { Transaction = transaction }, cancellationToken);
    await transaction.CommitAsync(cancellationToken);

    return Results.Created($"/orders/{order.Id}", order);
});

app.MapGet("/orders", async () =>
{
    await using var connection = new SqliteConnection(database);
    return await Orders.NewestAsync(connection);
});

if (app.Environment.IsDevelopment())
{
    app.Logger.LogWarning("Development: everybody who can reach this process may use /webhooks. Elsewhere it asks for the key in Ops:ApiKey.");
    app.MapWebhooks("/webhooks").AllowAnonymous();
}
else if (app.Configuration["Ops:ApiKey"] is { Length: >= 16 })
{
    app.MapWebhooks("/webhooks").RequireAuthorization();
}
else
{
    Console.Error.WriteLine("Set Ops:ApiKey (the variable Ops__ApiKey) to a key of at least 16 characters: outside Development /webhooks is for operators only.");
    return 1;
}

try
{
    await using (var connection = new SqliteConnection(database))
    {
        Orders.CreateTable(connection);
    }

    await app.StartAsync();
}
catch (SqliteException exception)
{
    Console.Error.WriteLine($"Could not open the database '{new SqliteConnectionStringBuilder(database).DataSource}': {exception.Message} Check the file and its folder.");
    return 1;
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
      OpenAPI        {url}/webhooks/openapi.json
      Database       {new SqliteConnectionStringBuilder(database).DataSource}

    Create an endpoint, then an order:

      curl {url}/webhooks/v1/endpoints --json '{"{"}"url": "http://localhost:5055/", "events": ["order.*"]{"}"}'
      curl {url}/orders --json '{"{"}"customer": "Ada", "item": "teapot", "quantity": 1{"}"}'

    """);

if (isDemo)
{
    var succeeded = await Demo.RunAsync(app, url, keepsRunning: !args.Contains("--demo-once"));
    if (args.Contains("--demo-once"))
    {
        // Stopping gives the leases back; the next process need not wait for them to expire.
        await app.StopAsync();
        return succeeded ? 0 : 1;
    }
}

await app.WaitForShutdownAsync();
return 0;
