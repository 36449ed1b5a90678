using System.Text.Json;

namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>What the API's own description says that requests may hold, so that no query parameter and no field is forgotten.</summary>
internal static class ApiInputs
{
    /// <summary>Every query parameter and every field of a body, at any depth, with the operation it belongs to.</summary>
    public static async Task<IReadOnlyList<(string Operation, string Name)>> ReadAsync(ApiHost host, params (string Name, string Value)[] headers)
    {
        using var description = JsonDocument.Parse((await host.GetAsync("openapi.json", headers)).Text);
        var root = description.RootElement;
        return
        [
            .. root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
                .Where(operation => operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("operationId", out _))
                .SelectMany(operation => NamesIn(root, operation.Value).Distinct(), (operation, name) => (operation.Value.GetProperty("operationId").GetString()!, name)),
        ];
    }

    private static IEnumerable<string> NamesIn(JsonElement root, JsonElement operation)
    {
        if (operation.TryGetProperty("parameters", out var parameters))
        {
            foreach (var parameter in parameters.EnumerateArray().Select(one => Resolve(root, one)).Where(one => one.GetProperty("in").GetString() == "query"))
            {
                yield return parameter.GetProperty("name").GetString()!;
            }
        }

        if (operation.TryGetProperty("requestBody", out var body))
        {
            foreach (var name in FieldsOf(root, body.GetProperty("content").GetProperty("application/json").GetProperty("schema")))
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<string> FieldsOf(JsonElement root, JsonElement reference)
    {
        var schema = Resolve(root, reference);
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                yield return property.Name;
                foreach (var name in FieldsOf(root, property.Value))
                {
                    yield return name;
                }
            }
        }

        var parts = schema.TryGetProperty("items", out var items) ? [items] : schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray() : Enumerable.Empty<JsonElement>();
        foreach (var name in parts.SelectMany(part => FieldsOf(root, part)))
        {
            yield return name;
        }
    }

    private static JsonElement Resolve(JsonElement root, JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/').Skip(1).Aggregate(root, (found, name) => found.GetProperty(name))
            : element;
}
