using System.Text.Json;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>What the API's own description says there is to call, so that no operation is forgotten.</summary>
internal static class ApiOperations
{
    /// <summary>Every operation with its name, method, and path beneath the prefix.</summary>
    public static async Task<IReadOnlyList<(string Name, HttpMethod Method, string Path)>> ReadAsync(ApiHost host, params (string Name, string Value)[] headers)
    {
        using var description = JsonDocument.Parse((await host.GetAsync("openapi.json", headers)).Text);
        return
        [
            .. description.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject(), (path, operation) => (path, operation))
                .Where(item => item.operation.Name is "get" or "post" or "put" or "delete")
                .Select(item => (item.operation.Value.GetProperty("operationId").GetString()!, new HttpMethod(item.operation.Name.ToUpperInvariant()), item.path.Name[1..])),
        ];
    }
}
