using Npgsql;

namespace WebhookKit.PostgreSql.Connections;

/// <summary>Positional parameters, typed, so that values are not boxed.</summary>
internal static class ParameterExtensions
{
    public static void AddTyped<T>(this NpgsqlParameterCollection parameters, T value) =>
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
