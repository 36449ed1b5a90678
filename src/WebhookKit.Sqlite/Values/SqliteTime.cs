namespace WebhookKit.Sqlite.Values;

/// <summary>A moment as SQLite keeps it: microseconds since 1970-01-01 UTC.</summary>
internal static class SqliteTime
{
    /// <summary>The clock that all processes on one file have in common, as an expression.</summary>
    public const string Now = "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";

    public static long ToMicroseconds(this DateTimeOffset moment) =>
        (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long? ToMicroseconds(this DateTimeOffset? moment) => moment?.ToMicroseconds();

    public static DateTimeOffset ToMoment(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static DateTimeOffset? ToMoment(long? microseconds) => microseconds is { } value ? ToMoment(value) : null;
}
