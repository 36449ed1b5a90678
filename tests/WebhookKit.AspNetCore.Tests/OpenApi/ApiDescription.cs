using System.Text.Json;

namespace WebhookKit.AspNetCore.Tests.OpenApi;

/// <summary>The OpenAPI document as plain JSON, with the little knowledge of schemas that its tests need.</summary>
internal sealed class ApiDescription(JsonElement document)
{
    /// <summary>The schema's properties that values were seen for, as <c>Schema.property</c>.</summary>
    public HashSet<string> Seen { get; } = [];

    public IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    public IReadOnlyList<string> PropertiesOf(string schema) =>
        [.. Schema(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    public IReadOnlyList<string?> EnumOf(string schema, string property) =>
        [.. Schema(schema).GetProperty("properties").GetProperty(property).GetProperty("enum").EnumerateArray().Select(value => value.GetString())];

    public IReadOnlyList<string> QueryOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Select(Resolve).Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!)]
            : [];

    /// <summary>Holds a value to the schema of that name: all that is required, nothing unknown, and the values it allows.</summary>
    public void Check(JsonElement value, string schema) => Check(value, Schema(schema), schema);

    private JsonElement Schema(string name) => document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
        {
            return element;
        }

        return reference.GetString()!.Split('/').Skip(1).Aggregate(document, (found, name) => found.GetProperty(name));
    }

    private void Check(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(value, Resolve(schema), reference.GetString()!.Split('/')[^1]);
            return;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                Check(value, choices[0], path);
            }

            return;
        }

        if (schema.TryGetProperty("type", out var type))
        {
            var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()];
            Assert.That(types, Has.Some.Matches<string>(one => Fits(value, one)), $"{path} is {value.ValueKind}");
        }

        if (schema.TryGetProperty("enum", out var allowed))
        {
            Assert.That(allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), Is.True, $"{path} is {value}");
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Check(item, schema.GetProperty("items"), path);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            CheckObject(value, schema, properties, path);
        }
    }

    private void CheckObject(JsonElement value, JsonElement schema, JsonElement properties, string path)
    {
        foreach (var property in value.EnumerateObject())
        {
            Assert.That(properties.TryGetProperty(property.Name, out var described), Is.True, $"{path}.{property.Name} is not described");
            Seen.Add($"{path}.{property.Name}");
            Check(property.Value, described, $"{path}.{property.Name}");
        }

        if (schema.TryGetProperty("required", out var required))
        {
            Assert.That(value.EnumerateObject().Select(property => property.Name), Is.SupersetOf(required.EnumerateArray().Select(name => name.GetString()!)), path);
        }
    }

    private static bool Fits(JsonElement value, string? type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };
}
