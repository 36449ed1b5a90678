namespace WebhookKit.PostgreSql.Values;

/// <summary>Moments as the driver takes and gives them: in UTC, and the far ends of time as infinity.</summary>
internal static class PostgreSqlTime
{
    public static DateTime ToColumn(this DateTimeOffset moment) => moment.UtcDateTime;

    public static DateTime? ToColumn(this DateTimeOffset? moment) => moment?.UtcDateTime;

    public static DateTimeOffset ToMoment(DateTime column) => new(DateTime.SpecifyKind(column, DateTimeKind.Utc));

    public static DateTimeOffset? ToMoment(DateTime? column) => column is { } value ? ToMoment(value) : null;
}
