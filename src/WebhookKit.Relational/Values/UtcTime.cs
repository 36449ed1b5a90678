namespace WebhookKit.Relational.Values;

/// <summary>Moments as the drivers that know <see cref="DateTime"/> take and give them: in UTC.</summary>
internal static class UtcTime
{
    public static DateTime ToColumn(this DateTimeOffset moment) => moment.UtcDateTime;

    public static DateTime? ToColumn(this DateTimeOffset? moment) => moment?.UtcDateTime;

    public static DateTimeOffset ToMoment(DateTime column) => new(DateTime.SpecifyKind(column, DateTimeKind.Utc));

    public static DateTimeOffset? ToMoment(DateTime? column) => column is { } value ? ToMoment(value) : null;
}
