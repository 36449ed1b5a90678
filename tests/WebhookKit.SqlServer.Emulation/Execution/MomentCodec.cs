namespace WebhookKit.SqlServer.Emulation.Execution;

/// <summary>Times as PostgreSQL sends them, where a tick stands for a microsecond since the year 1.</summary>
internal static class MomentCodec
{
    /// <summary>PostgreSQL counts from the year 2000.</summary>
    private const long Epoch = 730_119L * 86_400_000_000;

    public static long ToStored(DateTime value) => value.Ticks - Epoch;

    public static DateTime FromStored(long value) => new(value + Epoch);
}
